import { meetingNamespace } from '#contract/messages.ts';
import type { Database } from '#db/client.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { authenticate, HandshakeRefusal, type Entrant } from './authenticate.ts';
import { dispatch } from './dispatcher.ts';
import type { HallKeeper } from './hall-keeper.ts';
import { TokenBucket } from './token-bucket.ts';

/** Requests of one device: joining takes some twenty at once, work in a meeting a few per second. */
const burst = 120;
const perSecond = 10;

interface GatewayPorts {
	readonly io: Server;
	readonly db: Database;
	readonly halls: HallKeeper;
	readonly log: Logger;
}

/** Where browsers come in: each socket is authenticated before it is heard, and heard only as its participant. */
export function openGateway({ io, db, halls, log }: GatewayPorts): void {
	const entrants = new WeakMap<Socket, Entrant>();
	const namespace = io.of(meetingNamespace);

	namespace.use((socket, next) => {
		authenticate(socket, db, halls).then(
			(entrant) => {
				entrants.set(socket, entrant);
				next();
			},
			(error: unknown) => {
				if (!(error instanceof HandshakeRefusal)) log.error({ err: error }, 'handshake failed');
				else log.info({ code: error.data.code, ip: socket.handshake.address }, 'handshake refused');
				// A fault of ours carries no code: the browser goes on trying.
				next(error instanceof HandshakeRefusal ? error : new Error('unavailable'));
			},
		);
	});

	namespace.on('connection', (socket) => {
		const entrant = entrants.get(socket);
		if (!entrant) return socket.disconnect(true);
		void receive(socket, entrant, log);
	});
}

async function receive(socket: Socket, entrant: Entrant, log: Logger): Promise<void> {
	const { hall, participantId, deviceId } = entrant;
	const bound = log.child({ meetingId: hall.meeting.id, participantId, deviceId });
	// Heard from the first moment: what a device asks before its welcome waits for it, and is not lost.
	const entering = hall.enter(socket, entrant).catch((error: unknown) => {
		bound.error({ err: error }, 'a device could not enter');
		socket.disconnect(true);
		return undefined;
	});
	const bucket = new TokenBucket(burst, perSecond, performance.now());
	let dropped = 0;
	socket.on('request', async (message: unknown, acknowledge: unknown) => {
		const answer = typeof acknowledge === 'function' ? (acknowledge as (answer: unknown) => void) : () => {};
		if (!bucket.take(performance.now())) {
			// One line for each thousand: a flood must not become a flood of the log.
			if (dropped++ % 1000 === 0) bound.warn({ dropped }, 'too many requests');
			answer({ ok: false, code: 'too-many-requests' });
			return;
		}
		const device = await entering;
		if (device) answer(await dispatch(message, device, hall, bound));
	});
	socket.onAny((name: string) => {
		if (name !== 'request') bound.info({ code: 'unknown-request' }, 'request refused');
	});
	const device = await entering;
	if (device) bound.info('device in the meeting');
	socket.on('disconnect', (reason) => bound.info({ reason }, 'device disconnected'));
}
