/**
 * npm run cascade -- [--districts 2] [--communes 10] [--seconds 20] [--layers 3] [--round-trip 0] [--without-nodes]
 *                    [--json FILE] [--scenario watch|across|sniff|loss|thin|cut|kill|all]
 * A province with its districts and communes on this machine, a network namespace each, with a media node in each
 * district; what crosses the districts' lines is counted by the kernel. `--round-trip`: of the lines, in ms;
 * `--without-nodes`: as where the province's node serves everybody, for comparison. Needs root, iproute2, nftables, openssl.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { describeMachine } from '#test/support/machine.ts';
import { cut } from './scenarios/cut.ts';
import { kill } from './scenarios/kill.ts';
import { loss } from './scenarios/loss.ts';
import { sniff } from './scenarios/sniff.ts';
import { thin } from './scenarios/thin.ts';
import { across, watch } from './scenarios/watch.ts';
import { CascadeStand } from './stand.ts';

const scenarios: Readonly<Record<string, (stand: CascadeStand, seconds: number) => Promise<object>>> = {
	watch,
	across,
	sniff,
	loss,
	thin,
	cut,
	kill,
};

const { values } = parseArgs({
	options: {
		districts: { type: 'string', default: '2' },
		communes: { type: 'string', default: '10' },
		seconds: { type: 'string', default: '20' },
		layers: { type: 'string', default: '3' },
		scenario: { type: 'string', default: 'all' },
		'round-trip': { type: 'string', default: '0' },
		'without-nodes': { type: 'boolean', default: false },
		json: { type: 'string' },
	},
});
const names = values.scenario === 'all' ? Object.keys(scenarios) : values.scenario.split(',');
const [districts, communes, seconds, layers] = [values.districts, values.communes, values.seconds, values.layers].map(
	Number,
);
const isUnknown = names.some((name) => !(name in scenarios));
if (isUnknown || !districts || !communes || !seconds || !layers || layers > 3 || districts > 99 || communes > 63) {
	console.error('Usage: npm run cascade -- [--districts N] [--communes N] [--seconds N] [--layers 1|2|3]');
	console.error('                          [--round-trip MS] [--without-nodes] [--json FILE]');
	console.error(`                          [--scenario ${Object.keys(scenarios).join('|')}|all]`);
	process.exit(2);
}

const started = performance.now();
const say = (line: string) =>
	console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);
const machine = describeMachine();
const faults: string[] = [];
let figures: object = {};

try {
	const layer = (layers - 1) as Layer;
	const roundTrip = Number(values['round-trip']);
	const hasNodes = !values['without-nodes'];
	const stand = await CascadeStand.set({ districts, communes, layer, hasNodes, roundTrip, say });
	try {
		for (const name of names) {
			// One that cannot be measured is a fault, and the others are measured all the same.
			try {
				figures = { ...figures, [name]: await scenarios[name]?.(stand, seconds) };
			} catch (error) {
				faults.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	} finally {
		faults.push(...stand.faults);
		for (const [said, times] of stand.product.warnings) say(`the server warned ${times} times: ${said}`);
		await stand.close();
	}
} catch (error) {
	faults.push(error instanceof Error ? error.message : String(error));
}

const report = {
	machine,
	districts,
	communes,
	round_trip_ms: Number(values['round-trip']),
	nodes: !values['without-nodes'],
	figures,
};
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
for (const fault of faults) console.error(`FAULT: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
