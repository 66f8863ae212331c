import { heartbeat } from '#contract/heartbeat.ts';
import { longestEnvelope } from '#contract/requests.ts';
import { Server as Engine } from 'engine.io';
import type { IncomingMessage } from 'node:http';
import { Server } from 'socket.io';

/**
 * Larger messages than an envelope are refused with a code and the link stands; only beyond this does the socket end.
 * Bytes: whatever it is, it is parsed on the loop that everybody waits for.
 */
const maxSocketMessage = 4 * longestEnvelope;

/** Who is not signed in can only say where they want to go, to be told that they are not signed in. Bytes. */
const maxOfStranger = 1024;

/** Where browsers' sockets knock: socket.io's own path, which its client takes unless told otherwise. */
const socketPath = '/socket.io/';

/** The sockets of browsers, and the entry for the server that they come in by. */
export interface SocketServer {
	readonly io: Server;
	readonly entry: { readonly path: string } & Pick<Engine, 'handleRequest' | 'handleUpgrade'>;
	close(): Promise<void>;
}

interface SocketServerPorts {
	/** whether a page of that origin may use a person's cookie here */
	readonly isOwn: (origin: string | undefined, host: string | undefined) => boolean;
	/** whether somebody who is signed in shows these cookies */
	readonly isSignedIn: (cookies: string | undefined) => boolean;
}

/** Two doors to one server, by the session that a connection begins with: strangers are hardly listened to. */
export function openSocketServer({ isOwn, isSignedIn }: SocketServerPorts): SocketServer {
	const open = (maxHttpBufferSize: number) =>
		new Engine({
			maxHttpBufferSize,
			pingInterval: heartbeat.pingEvery,
			pingTimeout: heartbeat.givenUpAfter - heartbeat.pingEvery,
			allowRequest: ({ headers }, allow) => allow(null, isOwn(headers.origin, headers.host)),
		});
	const known = open(maxSocketMessage);
	const strange = open(maxOfStranger);
	const strangers = new Set<string>();
	strange.on('connection', (socket: { readonly id: string; once(event: 'close', end: () => void): void }) => {
		strangers.add(socket.id);
		socket.once('close', () => strangers.delete(socket.id));
	});
	/** A connection stays with the door that it came in by. */
	const doorOf = ({ url = '', headers }: IncomingMessage): Engine => {
		const id = new URL(url, 'http://host').searchParams.get('sid');
		const isStrange = id === null ? !isSignedIn(headers.cookie) : strangers.has(id);
		return isStrange ? strange : known;
	};
	const io = new Server({ serveClient: false });
	io.bind(known);
	io.bind(strange);
	return {
		io,
		entry: {
			path: socketPath,
			handleRequest: (request, response) => doorOf(request).handleRequest(request, response),
			handleUpgrade: (request, socket, head) => doorOf(request).handleUpgrade(request, socket, head),
		},
		async close() {
			await io.close();
			known.close();
			strange.close();
		},
	};
}
