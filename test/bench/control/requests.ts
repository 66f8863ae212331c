import { setTimeout as wait } from 'node:timers/promises';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import type { Asking, ControlProcess } from './control-process.ts';
import type { Answered } from './lean-client.ts';
import type { LongestTurn } from './loop-probe.ts';

export type Asked = {
	readonly where: string;
	/** 200 */
	readonly status?: number;
	/** of a page that is drawn in the browser: what it is drawn from, which the browser asks for in its turn */
	readonly data?: string;
	/** of a form that was sent: what its answer says */
	readonly says?: string;
} & Asking;

/** A kind of request that people make all day. */
export interface Kind {
	readonly name: string;
	/** each time another of its addresses, or made when it is its turn */
	readonly asked: readonly (Asked | (() => Asked))[];
	/** before each, and not measured */
	readonly before?: readonly (() => Asked)[];
}

/** What it kept the loop for at one go. */
export interface Blocks {
	/** by the clock: in the median of the tries, and the longest of all */
	readonly block_ms: { readonly p50: number; readonly max: number };
	/** of the loop's thread at work: what it waited for, the disk or the machine's other programs, is no part of it */
	readonly block_cpu_ms: { readonly p50: number; readonly max: number };
}

export interface Figures extends Blocks {
	readonly name: string;
	/** of a page: until all of it is there, its data, too; both requests together */
	readonly answer_ms: Percentiles;
}

export function blocksOf(turns: readonly LongestTurn[]): Blocks {
	const of = (values: readonly number[]) => {
		const { p50, max } = percentiles(values);
		return { p50, max };
	};
	return { block_ms: of(turns.map(({ ms }) => ms)), block_cpu_ms: of(turns.map(({ cpuMs }) => cpuMs)) };
}

const tries = 24;
const blockTries = 12;

/** One at a time on a server that does nothing else: how long each takes, and how long it keeps the loop. */
export async function measureKind(server: ControlProcess, { name, asked, before = [] }: Kind): Promise<Figures> {
	const ask = async (one: Asked, look?: (answers: readonly Answered[], one: Asked) => void): Promise<number> => {
		const answers = [];
		for (const where of one.data === undefined ? [one.where] : [one.where, one.data]) {
			const headers = { ...one.headers, ...(look && { 'accept-encoding': 'identity' }) };
			const answer = await server.ask(where, { ...one, headers });
			// One person's limit: they wait for a second, and ask again.
			if (answer.status === 429) return wait(1_000).then(() => ask(one, look));
			if (answer.status !== (one.status ?? 200))
				throw new Error(`${name}: ${where} answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
			answers.push(answer);
		}
		look?.(answers, one);
		return answers.reduce((sum, { ms }) => sum + ms, 0);
	};
	const take = async (turn: number, work: (one: Asked) => Promise<unknown>) => {
		for (const make of before) await ask(make());
		const one = asked[turn % asked.length];
		if (!one) throw new Error(`${name}: nothing to ask`);
		await work(typeof one === 'function' ? one() : one);
	};
	/** What is measured is what a browser asks for: a page that it draws, and data that lets it; a form that is taken. */
	const look = ([page, data]: readonly Answered[], { says }: Asked) => {
		if (says !== undefined && !page?.body.includes(says))
			throw new Error(`${name}: refused: ${page?.body.toString().slice(0, 300)}`);
		if (!data) return;
		const isDrawnHere = page?.body.includes('node_ids:') ?? true;
		const isWhole = data.body.includes('"type":"data"') && !/"type":"(?:error|redirect)"/.test(data.body.toString());
		if (isDrawnHere || !isWhole) throw new Error(`${name}: no page that is drawn from its data`);
	};
	// What is compiled and prepared at the first use is not what people wait for all day.
	for (let turn = 0; turn < 4; turn += 1) await take(turn, (one) => ask(one, look));
	const answers: number[] = [];
	for (let turn = 0; turn < tries; turn += 1) await take(turn, async (one) => answers.push(await ask(one)));
	const turns: LongestTurn[] = [];
	for (let turn = 0; turn < blockTries; turn += 1)
		await take(turn, async (one) => turns.push(await server.longestTurnDuring(() => ask(one))));
	return { name, answer_ms: percentiles(answers), ...blocksOf(turns) };
}
