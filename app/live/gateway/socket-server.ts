import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Server } from 'socket.io';

/** Larger messages are refused with a code and the link stands; only beyond this does the socket end. Bytes. */
const maxSocketMessage = 2 * 1024 * 1024;

/** The sockets of browsers; `isOwn` says whether a page of that origin may use a person's cookie here. */
export function openSocketServer(
	server: HttpServer | HttpsServer,
	isOwn: (origin: string | undefined, host: string | undefined) => boolean,
): Server {
	return new Server(server, {
		serveClient: false,
		maxHttpBufferSize: maxSocketMessage,
		// A link that is dead is noticed within 9 s at both ends.
		pingInterval: 5_000,
		pingTimeout: 4_000,
		allowRequest: ({ headers }, allow) => allow(null, isOwn(headers.origin, headers.host)),
	});
}
