import { meetingNamespace } from '#contract/messages.ts';
import type { Answer } from '#contract/requests.ts';
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

/** A meeting that devices come into. */
export interface Hall {
	readonly url: string;
	readonly meetingId: string;
	/** of the page build that is let in */
	readonly pages: string;
}

/** A device comes in; resolves when it has been told the meeting. */
export async function enter({ url, meetingId, pages }: Hall, cookie: string, deviceId: string): Promise<Socket> {
	const socket = io(`${url}${meetingNamespace}`, {
		auth: { meetingId, deviceId, lastSeq: 0, checking: false, pages },
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
}

/** Everybody in, each with a device. */
export const enterAll = (hall: Hall, cookies: readonly string[]): Promise<Socket[]> =>
	Promise.all(cookies.map((cookie, index) => enter(hall, cookie, `device-of-the-bench-${index}`)));

export const ask = async (socket: Socket | undefined, name: string, input: object = {}): Promise<Answer> =>
	(await socket?.timeout(30_000).emitWithAck('request', { id: randomUUID(), name, input })) as Answer;

/** Throws where it is refused. */
export async function give(socket: Socket | undefined, name: string, input: object = {}): Promise<void> {
	const answer = await ask(socket, name, input);
	if (!answer.ok) throw new Error(`${name} was refused: ${answer.code}`);
}
