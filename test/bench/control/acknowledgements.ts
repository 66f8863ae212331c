import { meetingNamespace } from '#contract/messages.ts';
import type { Answer } from '#contract/requests.ts';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

interface Hall {
	readonly url: string;
	readonly meetingId: string;
	/** of the page build that is let in */
	readonly pages: string;
	/** a session of each participant */
	readonly cookies: readonly string[];
}

/** Everybody in, each with a device, the chair first, who starts the meeting; what they do goes over these. */
export async function enterAll({ url, meetingId, pages, cookies }: Hall): Promise<Socket[]> {
	const sockets = await Promise.all(
		cookies.map(async (cookie, index) => {
			const socket = io(`${url}${meetingNamespace}`, {
				auth: { meetingId, deviceId: `device-of-the-bench-${index}`, lastSeq: 0, checking: false, pages },
				transports: ['websocket'],
				reconnection: false,
				forceNew: true,
				extraHeaders: { cookie, 'x-forwarded-for': '127.0.0.1' },
			});
			await new Promise<void>((resolve, reject) => {
				socket.once('welcome', () => resolve());
				socket.once('connect_error', reject);
				socket.once('goodbye', ({ code }: { code: string }) => reject(new Error(code)));
			});
			return socket;
		}),
	);
	const started = await ask(sockets[0], 'start-meeting');
	if (!started.ok) throw new Error(`the meeting did not start: ${started.code}`);
	return sockets;
}

const ask = async (socket: Socket | undefined, name: string): Promise<Answer> =>
	(await socket?.timeout(30_000).emitWithAck('request', { id: randomUUID(), name, input: {} })) as Answer;

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
	{ url, meetingId, pages }: Omit<Hall, 'cookies'>,
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
