import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { ask, type Hall } from './sockets.ts';

/** Each in turn asks for the floor and withdraws, ten times a second in all: how long each waits for its acknowledgement. */
export async function acknowledgements(sockets: readonly Socket[], seconds: number): Promise<Percentiles> {
	const took: number[] = [];
	const answers: Promise<void>[] = [];
	const give = async (turn: number) => {
		const socket = sockets[turn % sockets.length];
		const name = Math.floor(turn / sockets.length) % 2 === 0 ? 'request-floor' : 'withdraw-floor';
		const began = performance.now();
		const answer = await ask(socket, name);
		if (!answer.ok) throw new Error(`${name} was refused: ${answer.code}`);
		took.push(performance.now() - began);
	};
	// A whole number of rounds: all have withdrawn at the end.
	for (let turn = 0; turn < seconds * 10; turn += 1) {
		answers.push(give(turn));
		await pause(100);
	}
	await Promise.all(answers);
	return percentiles(took);
}

/** Does `work` while one account does all the harm that it can from a process of its own; with what came of that. */
export async function besideHostile<T>(
	{ url, meetingId, pages }: Hall,
	{ cookie, paths }: { cookie: string; paths: readonly string[] },
	work: () => Promise<T>,
): Promise<{ result: T; hostile: unknown }> {
	const script = path.join(import.meta.dirname, 'hostile.ts');
	const child = fork(script, [url, cookie, meetingId, pages, ...paths]);
	try {
		// It has begun once it says what it has done.
		await pause(1_000);
		const result = await work();
		const answer = once(child, 'message');
		child.send('tell');
		return { result, hostile: ((await answer) as unknown[])[0] };
	} finally {
		child.disconnect();
	}
}
