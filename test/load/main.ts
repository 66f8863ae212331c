/**
 * npm run load -- [--sites 320] [--seconds 60] [--runs 1] [--layers 3] [--json FILE]
 *                 [--scenario join|bare|journal|steady|switch|heal|reconnect|wall|enter|tablet|all]
 * Starts the product with a province of so many sites (320 to 600 are real ones' sizes) and joins them as real WebRTC endpoints. `bare` measures mediasoup
 * without the product, for comparison; `enter`: a delegate's first page on 1 Mbit/s; `tablet` has a meeting of its own, with 624 people more; `--layers`: of the camera that sites show, 3 is 720p.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { describeMachine } from '#test/support/machine.ts';
import { medianOf } from './run/median.ts';
import { Stand } from './run/stand.ts';
import { bare } from './scenarios/bare.ts';
import { entering } from './scenarios/entering.ts';
import { healing, reconnecting } from './scenarios/healing.ts';
import { join } from './scenarios/join.ts';
import { journal } from './scenarios/journal.ts';
import { steady } from './scenarios/steady.ts';
import { switching } from './scenarios/switching.ts';
import { tablet, tabletPeople } from './scenarios/tablet.ts';
import { wall } from './scenarios/wall.ts';

/** What is done with the sites once they are there. */
const scenarios: Readonly<Record<string, (stand: Stand, seconds: number) => Promise<object>>> = {
	journal,
	steady,
	switch: (stand) => switching(stand),
	heal: healing,
	reconnect: reconnecting,
	wall,
	enter: (stand) => entering(stand),
};
/** What needs no product, or nothing but their coming. */
const others = ['join', 'bare', 'tablet'];

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
const known = [...others, ...Object.keys(scenarios)];
const names = values.scenario === 'all' ? known : values.scenario.split(',');
const unknown = names.filter((name) => !known.includes(name));
const [sites, seconds, runs, layers] = [values.sites, values.seconds, values.runs, values.layers].map(Number);
if (unknown.length > 0 || !sites || !seconds || !runs || !layers || layers > 3) {
	console.error('Usage: npm run load -- [--sites N] [--seconds N] [--runs N] [--layers 1|2|3] [--json FILE]');
	console.error(`                    [--scenario join|bare|tablet|${Object.keys(scenarios).join('|')}|all]`);
	process.exit(2);
}

const started = performance.now();
const say = (line: string) =>
	console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}`);

async function run(): Promise<object> {
	const layer = ((layers ?? 1) - 1) as Layer;
	const asked = { sites: sites ?? 0, layer, seconds: seconds ?? 0 };
	let figures: object = { sites };
	if (names.some((name) => name !== 'bare' && name !== 'tablet')) {
		const stand = await Stand.set({ ...asked, say });
		try {
			figures = { ...figures, ...(await join(stand)) };
			for (const name of names) figures = { ...figures, ...(await scenarios[name]?.(stand, asked.seconds)) };
			figures = { ...figures, ...(await stand.losses()) };
		} finally {
			await stand.close();
		}
	}
	if (names.includes('tablet')) {
		const stand = await Stand.set({ ...asked, layer: 0, people: tabletPeople, say });
		try {
			await join(stand);
			figures = { ...figures, ...(await tablet(stand, asked.seconds)), tablet_losses: await stand.losses() };
		} finally {
			await stand.close();
		}
	}
	if (names.includes('bare')) figures = { ...figures, ...(await bare({ ...asked, receivers: asked.sites, say })) };
	return figures;
}

const machine = describeMachine();
const figures: object[] = [];
for (let number = 1; number <= runs; number += 1) {
	say(`run ${number} of ${runs}`);
	figures.push(await run());
}
/** Of a page with a list of hundreds: what is not in sight is not in it. */
const mostElements = 1_500;

/** What must hold however slow the machine is. */
const faults = figures.flatMap((each) => {
	const { joined, switch_missing, reconnect_state_kept } = each as Record<string, unknown>;
	const { tablet_people, tablet_wall } = each as Partial<Record<string, { readonly elements: number }>>;
	return [
		...[tablet_people, tablet_wall].flatMap((page) =>
			page && page.elements > mostElements ? [`a tablet’s page has ${page.elements} elements`] : [],
		),
		...(joined === undefined || joined === sites ? [] : [`${joined} of ${sites} sites joined`]),
		...(switch_missing ? [`${switch_missing} times a site saw nothing of a new speaker`] : []),
		...(reconnect_state_kept === false ? ['floor or queue changed while the sockets were cut'] : []),
	];
});
const report = { machine, runs, figures: medianOf(figures) };
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
for (const fault of faults) console.error(`FAULT: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
