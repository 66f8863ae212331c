/**
 * npm run load -- [--sites 320] [--seconds 60] [--runs 1] [--scenario join|steady|switch|heal|reconnect|wall|all]
 *                 [--layers 3] [--json FILE]
 * Starts the product with the demo province and joins its sites as real WebRTC endpoints.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { describeMachine } from '#test/support/machine.ts';
import { medianOf } from './run/median.ts';
import { Stand } from './run/stand.ts';
import { healing, reconnecting } from './scenarios/healing.ts';
import { join } from './scenarios/join.ts';
import { steady } from './scenarios/steady.ts';
import { switching } from './scenarios/switching.ts';

const scenarios = {
	steady: (stand: Stand, seconds: number) => steady(stand, seconds),
	switch: (stand: Stand) => switching(stand),
	heal: (stand: Stand) => healing(stand),
	reconnect: (stand: Stand) => reconnecting(stand),
};

const { values } = parseArgs({
	options: {
		sites: { type: 'string', default: '320' },
		seconds: { type: 'string', default: '60' },
		runs: { type: 'string', default: '1' },
		scenario: { type: 'string', default: 'all' },
		layers: { type: 'string', default: '3' },
		json: { type: 'string' },
	},
});
const names = values.scenario === 'all' ? Object.keys(scenarios) : values.scenario.split(',');
const unknown = names.filter((name) => name !== 'join' && !Object.hasOwn(scenarios, name));
const [sites, seconds, runs, layers] = [values.sites, values.seconds, values.runs, values.layers].map(Number);
if (unknown.length > 0 || !sites || !seconds || !runs || !layers || layers > 3) {
	console.error('Usage: npm run load -- [--sites N] [--seconds N] [--runs N] [--layers 1|2|3] [--json FILE]');
	console.error(`                    [--scenario join|${Object.keys(scenarios).join('|')}|all]`);
	process.exit(2);
}

const started = performance.now();
const say = (line: string) =>
	console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);

async function run(): Promise<object> {
	const stand = await Stand.set({ sites: sites ?? 0, layer: ((layers ?? 1) - 1) as Layer, say });
	try {
		let figures: object = { sites, ...(await join(stand)) };
		for (const name of names) {
			if (name === 'join') continue;
			figures = { ...figures, ...(await scenarios[name as keyof typeof scenarios](stand, seconds ?? 0)) };
		}
		return figures;
	} finally {
		await stand.close();
	}
}

const machine = describeMachine();
const figures: object[] = [];
for (let number = 1; number <= runs; number += 1) {
	say(`run ${number} of ${runs}`);
	figures.push(await run());
}
const report = { machine, runs, figures: medianOf(figures) };
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
