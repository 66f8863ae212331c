/**
 * npm run load -- [--sites 320] [--seconds 60] [--runs 1] [--layers 3] [--json FILE]
 *                 [--scenario join|bare|journal|steady|switch|heal|reconnect|wall|enter|mute|lossy-speaker|weak-tenth|content|hung|voices|long|tablet|weak-pc|all]
 * Starts the product with a province of so many sites (320 to 600 are real ones' sizes) and joins them as real WebRTC endpoints. `bare` measures mediasoup
 * without the product, for comparison; `enter`: a delegate's first page on 1 Mbit/s; `tablet` has a meeting of its own, with 624 people more; `weak-pc`,
 * minutes of a starved browser, is not among `all`; `--layers`: of the camera that sites show, 3 is 720p.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { describeMachine } from '#test/support/machine.ts';
import { medianOf } from './run/median.ts';
import { mostForVoice, Stand, type StandOptions } from './run/stand.ts';
import { bare } from './scenarios/bare.ts';
import { content } from './scenarios/content.ts';
import { entering } from './scenarios/entering.ts';
import { healing, reconnecting } from './scenarios/healing.ts';
import { hung } from './scenarios/hung.ts';
import { join } from './scenarios/join.ts';
import { journal } from './scenarios/journal.ts';
import { long } from './scenarios/long.ts';
import { lossySpeaker } from './scenarios/lossy-speaker.ts';
import { muting } from './scenarios/muting.ts';
import { steady } from './scenarios/steady.ts';
import { switching } from './scenarios/switching.ts';
import { tablet, tabletPeople } from './scenarios/tablet.ts';
import { voices } from './scenarios/voices.ts';
import { wall } from './scenarios/wall.ts';
import { weakPc } from './scenarios/weak-pc.ts';
import { weakTenth } from './scenarios/weak-tenth.ts';

/** What is done with the sites once they are there. */
const scenarios: Readonly<Record<string, (stand: Stand, seconds: number) => Promise<object>>> = {
	journal,
	steady,
	switch: (stand) => switching(stand),
	heal: healing,
	reconnect: reconnecting,
	wall,
	enter: (stand) => entering(stand),
	mute: (stand) => muting(stand),
	'lossy-speaker': lossySpeaker,
	content,
	'weak-tenth': weakTenth,
	hung: (stand) => hung(stand),
	voices: (stand) => voices(stand),
	long,
	'weak-pc': weakPc,
};
/** What needs no product, or nothing but their coming. */
const others = ['join', 'bare', 'tablet'];
/** What takes minutes with however few sites. */
const byHand = ['weak-pc'];
/** What kills workers, or stops them until they are given up. */
const deadly = ['heal', 'hung', 'long'];
/** Of a meeting of their own where all are too many for the voice to direct them. */
const voicesSites = 20;

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
const names = values.scenario === 'all' ? known.filter((name) => !byHand.includes(name)) : values.scenario.split(',');
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

/** With what must hold and did not. */
const faults: string[] = [];

async function meet(options: StandOptions, use: (stand: Stand) => Promise<object>): Promise<object> {
	const stand = await Stand.set(options);
	try {
		const joined = await join(stand);
		return { ...joined, ...(await use(stand)) };
	} finally {
		faults.push(...stand.faults);
		for (const [said, times] of stand.product.warnings) say(`the server warned ${times} times: ${said}`);
		await stand.close();
	}
}

/** One that cannot be measured is a fault, and the others are measured all the same. */
async function attempt(name: string, measure: () => Promise<object> | undefined): Promise<object> {
	try {
		return (await measure()) ?? {};
	} catch (error) {
		faults.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
		return {};
	}
}

/** A worker that is replaced where nobody killed one makes all that was measured meanwhile a figure of something else. */
async function undisturbed(name: string, stand: Stand, seconds: number): Promise<object> {
	const before = stand.product.workers;
	const found = (await scenarios[name]?.(stand, seconds)) ?? {};
	stand.mustHold(
		deadly.includes(name) || isDeepStrictEqual(stand.product.workers, before),
		`${name}: a media worker died`,
	);
	return found;
}

async function run(): Promise<object> {
	const layer = ((layers ?? 1) - 1) as Layer;
	const asked = { sites: sites ?? 0, layer, seconds: seconds ?? 0, say };
	const voicesApart = asked.sites > mostForVoice;
	let figures: object = { sites };
	const apart = ['bare', 'tablet', ...(voicesApart ? ['voices'] : [])];
	if (names.some((name) => !apart.includes(name)))
		figures = await meet({ ...asked, hasWeakLines: names.includes('weak-tenth') }, async (stand) => {
			let found: object = { sites };
			for (const name of names.filter((each) => !apart.includes(each)))
				found = { ...found, ...(await attempt(name, () => undisturbed(name, stand, asked.seconds))) };
			return { ...found, ...(await stand.losses()) };
		});
	if (voicesApart && names.includes('voices'))
		await meet({ ...asked, sites: voicesSites }, async (stand) => {
			figures = { ...figures, ...(await voices(stand)) };
			return {};
		});
	if (names.includes('tablet'))
		await meet({ ...asked, layer: 0, people: tabletPeople }, async (stand) => {
			figures = { ...figures, ...(await tablet(stand, asked.seconds)), tablet_losses: await stand.losses() };
			return {};
		});
	if (names.includes('bare')) figures = { ...figures, ...(await bare({ ...asked, receivers: asked.sites })) };
	return figures;
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
for (const fault of faults) console.error(`FAULT: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
