import { setTimeout as wait } from 'node:timers/promises';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import type { Asking, ControlProcess } from './control-process.ts';

/** A kind of request that people make all day; each time another of its addresses. */
export interface Kind {
	readonly name: string;
	readonly asked: readonly ({ readonly where: string; readonly status?: number } & Asking)[];
}

export interface Figures {
	readonly name: string;
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
	const ask = async (turn: number): Promise<number> => {
		const one = asked[turn % asked.length];
		if (!one) throw new Error(`${name}: nothing to ask`);
		const answer = await server.ask(one.where, one);
		// One person's limit: they wait for a second, and ask again.
		if (answer.status === 429) return wait(1_000).then(() => ask(turn));
		if (answer.status !== (one.status ?? 200)) throw new Error(`${name}: ${one.where} answered ${answer.status}`);
		return answer.ms;
	};
	// What is compiled and prepared at the first use is not what people wait for all day.
	for (let turn = 0; turn < 4; turn += 1) await ask(turn);
	const answers: number[] = [];
	for (let turn = 0; turn < tries; turn += 1) answers.push(await ask(turn));
	const blocks = [];
	for (let turn = 0; turn < blockTries; turn += 1) blocks.push(await server.longestTurnDuring(() => ask(turn)));
	const { p50, max } = percentiles(blocks.map(({ ms }) => ms));
	const block_cpu_ms = percentiles(blocks.map(({ cpuMs }) => cpuMs)).p50;
	return { name, answer_ms: percentiles(answers), block_ms: { p50, max }, block_cpu_ms };
}
