import { setTimeout as wait } from 'node:timers/promises';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import type { Asking, ControlProcess } from './control-process.ts';
import type { Answered } from './lean-client.ts';

/** A kind of request that people make all day; each time another of its addresses. */
export interface Kind {
	readonly name: string;
	readonly asked: readonly ({
		readonly where: string;
		readonly status?: number;
		/** of a page that is drawn in the browser: what it is drawn from, which the browser asks for in its turn */
		readonly data?: string;
	} & Asking)[];
}

export interface Figures {
	readonly name: string;
	/** of a page: until all of it is there, its data, too; both requests together */
	readonly answer_ms: Percentiles;
	/** what it kept the loop for at one go: in the median of the tries, and the longest of all */
	readonly block_ms: { readonly p50: number; readonly max: number };
	/** how much of that the loop's thread was at work, in the median; the rest it waited for the disk or the machine's other programs */
	readonly block_cpu_ms: number;
}

const tries = 24;
const blockTries = 12;

/** One at a time on a server that does nothing else: how long each takes, and how long it keeps the loop. */
export async function measureKind(server: ControlProcess, { name, asked }: Kind): Promise<Figures> {
	const ask = async (turn: number, look?: (answers: readonly Answered[]) => void): Promise<number> => {
		const one = asked[turn % asked.length];
		if (!one) throw new Error(`${name}: nothing to ask`);
		const answers = [];
		for (const where of one.data === undefined ? [one.where] : [one.where, one.data]) {
			const headers = { ...one.headers, ...(look && { 'accept-encoding': 'identity' }) };
			const answer = await server.ask(where, { ...one, headers });
			// One person's limit: they wait for a second, and ask again.
			if (answer.status === 429) return wait(1_000).then(() => ask(turn, look));
			if (answer.status !== (one.status ?? 200)) throw new Error(`${name}: ${where} answered ${answer.status}`);
			answers.push(answer);
		}
		look?.(answers);
		return answers.reduce((sum, { ms }) => sum + ms, 0);
	};
	/** What is measured is what a browser asks for: a page that it draws, and data that lets it. */
	const look = ([page, data]: readonly Answered[]) => {
		if (!data) return;
		const isDrawnHere = page?.body.includes('node_ids:') ?? true;
		const isWhole = data.body.includes('"type":"data"') && !/"type":"(?:error|redirect)"/.test(data.body.toString());
		if (isDrawnHere || !isWhole) throw new Error(`${name}: no page that is drawn from its data`);
	};
	// What is compiled and prepared at the first use is not what people wait for all day.
	for (let turn = 0; turn < 4; turn += 1) await ask(turn, look);
	const answers: number[] = [];
	for (let turn = 0; turn < tries; turn += 1) answers.push(await ask(turn));
	const blocks = [];
	for (let turn = 0; turn < blockTries; turn += 1) blocks.push(await server.longestTurnDuring(() => ask(turn)));
	const { p50, max } = percentiles(blocks.map(({ ms }) => ms));
	const block_cpu_ms = percentiles(blocks.map(({ cpuMs }) => cpuMs)).p50;
	return { name, answer_ms: percentiles(answers), block_ms: { p50, max }, block_cpu_ms };
}
