/**
 * npm run cascade -- [--districts 2] [--communes 10] [--seconds 20] [--layers 3] [--round-trip 0] [--without-nodes]
 *                    [--meetings 27] [--line KBPS] [--json FILE]
 *                    [--scenario watch|across|sniff|intrude|loss|thin|cut|kill|gone|many|share|halves|all]
 * A province with its districts and communes on this machine, a network namespace each, with a media node in each
 * district; what crosses the districts' lines is counted by the kernel. `--round-trip`: of the lines, in ms;
 * `--without-nodes`: as where the province's node serves everybody, for comparison; `many`: so many meetings at once, each of
 * as many communes; `--line`: what is said that districts' lines carry; `share`: two meetings on a line of which that is said
 * (2,700 kbit/s unless given); `halves`: as many sites in the province and in a district, on one node and on two. Needs root, iproute2, nftables, openssl.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { describeMachine } from '#test/support/machine.ts';
import { cut } from './scenarios/cut.ts';
import { halves } from './scenarios/halves.ts';
import { intrude } from './scenarios/intrude.ts';
import { gone, kill } from './scenarios/kill.ts';
import { loss } from './scenarios/loss.ts';
import { many } from './scenarios/many.ts';
import { share } from './scenarios/share.ts';
import { sniff } from './scenarios/sniff.ts';
import { thin } from './scenarios/thin.ts';
import { across, watch } from './scenarios/watch.ts';
import { CascadeStand, type StandOptions } from './stand.ts';

/** What is done with a meeting of all. */
const scenarios: Readonly<Record<string, (stand: CascadeStand, seconds: number) => Promise<object>>> = {
	watch,
	across,
	sniff,
	intrude,
	loss,
	thin,
	cut,
	kill,
	gone,
};

const { values } = parseArgs({
	options: {
		districts: { type: 'string', default: '2' },
		communes: { type: 'string', default: '10' },
		seconds: { type: 'string', default: '20' },
		layers: { type: 'string', default: '3' },
		meetings: { type: 'string', default: '27' },
		line: { type: 'string' },
		scenario: { type: 'string', default: 'all' },
		'round-trip': { type: 'string', default: '0' },
		'without-nodes': { type: 'boolean', default: false },
		json: { type: 'string' },
	},
});
const known = [...Object.keys(scenarios), 'many', 'share', 'halves'];
const names = values.scenario === 'all' ? known : values.scenario.split(',');
const given = [values.districts, values.communes, values.seconds, values.layers, values.meetings].map(Number);
const [districts, communes, seconds, layers, meetings] = given;
const saidKbps = values.line === undefined ? null : Number(values.line);
const isUnknown = names.some((name) => !known.includes(name));
if (
	isUnknown ||
	!districts ||
	!communes ||
	!seconds ||
	!layers ||
	!meetings ||
	layers > 3 ||
	(saidKbps !== null && !(saidKbps >= 64)) ||
	districts > 99 ||
	communes > 63
) {
	console.error(
		'Usage: npm run cascade -- [--districts N] [--communes N] [--seconds N] [--layers 1|2|3] [--meetings N]',
	);
	console.error('                          [--round-trip MS] [--without-nodes] [--line KBPS] [--json FILE]');
	console.error(`                          [--scenario ${known.join('|')}|all]`);
	process.exit(2);
}

const started = performance.now();
const say = (line: string) =>
	console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);
const machine = describeMachine();
const faults: string[] = [];
let figures: object = {};

/** One that cannot be measured is a fault, and the others are measured all the same. */
async function attempt(name: string, measure: () => Promise<object | undefined>): Promise<void> {
	try {
		figures = { ...figures, [name]: await measure() };
	} catch (error) {
		faults.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** In a meeting of all. */
async function meet(those: readonly string[], options: StandOptions, lasts: number): Promise<void> {
	const stand = await CascadeStand.set(options);
	try {
		for (const name of those) await attempt(name, async () => scenarios[name]?.(stand, lasts));
	} finally {
		faults.push(...stand.faults);
		for (const [said, times] of stand.product.warnings) say(`the server warned ${times} times: ${said}`);
		await stand.close();
	}
}

const together = names.filter((name) => name in scenarios);
const [layer, roundTrip] = [(layers - 1) as Layer, Number(values['round-trip'])];
const hasNodes = !values['without-nodes'];
if (together.length > 0)
	await meet(together, { districts, communes, layer, hasNodes, roundTrip, saidKbps, say }, seconds).catch(
		(error: unknown) => {
			faults.push(error instanceof Error ? error.message : String(error));
		},
	);
if (names.includes('many')) {
	const fault = (said: string) => faults.push(said);
	await attempt('many', () => many({ districts, meetings, communes, seconds, say, fault }));
}
if (names.includes('share'))
	await attempt('share', () => share({ communes, seconds, saidKbps: saidKbps ?? 2_700, say }));
if (names.includes('halves')) await attempt('halves', () => halves({ communes, seconds, say }));

const report = {
	machine,
	districts,
	communes,
	round_trip_ms: roundTrip,
	nodes: hasNodes,
	figures,
};
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
for (const fault of faults) console.error(`FAULT: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
