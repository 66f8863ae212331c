import { longestEnvelope } from '#contract/requests.ts';
import { Server as Engine } from 'engine.io';
import { Server } from 'socket.io';

/**
 * Larger messages than an envelope are refused with a code and the link stands; only beyond this does the socket end.
 * Bytes: whatever it is, it is parsed on the loop that everybody waits for.
 */
const maxSocketMessage = 4 * longestEnvelope;

/** Where browsers' sockets knock: socket.io's own path, which its client takes unless told otherwise. */
const socketPath = '/socket.io/';

/** The sockets of browsers, and the entry for the server that they come in by. */
export interface SocketServer {
	readonly io: Server;
	readonly entry: { readonly path: string } & Pick<Engine, 'handleRequest' | 'handleUpgrade'>;
}

/** `isOwn` says whether a page of that origin may use a person's cookie here. */
export function openSocketServer(
	isOwn: (origin: string | undefined, host: string | undefined) => boolean,
): SocketServer {
	const engine = new Engine({
		maxHttpBufferSize: maxSocketMessage,
		// A link that is dead is noticed within 9 s at both ends.
		pingInterval: 5_000,
		pingTimeout: 4_000,
		allowRequest: ({ headers }, allow) => allow(null, isOwn(headers.origin, headers.host)),
	});
	const io = new Server({ serveClient: false });
	io.bind(engine);
	return {
		io,
		entry: {
			path: socketPath,
			handleRequest: engine.handleRequest.bind(engine),
			handleUpgrade: engine.handleUpgrade.bind(engine),
		},
	};
}
