import { meetingNamespace } from '#contract/messages.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { authenticate, HandshakeRefusal, TooOften, type Entrant, type Sessions } from './authenticate.ts';
import { dispatch } from './dispatcher.ts';
import type { HallKeeper } from './hall-keeper.ts';
import { Buckets } from './buckets.ts';
import { TokenBucket } from './token-bucket.ts';

/** Requests of one device: joining takes some twenty at once, work in a meeting a few per second. */
const burst = 120;
const perSecond = 10;

/** A person's devices come in a few times, and again and again on a bad link; each time costs events in the journal. */
const mostEntries = 30;
const entriesPerSecond = 1;

/** Over one connection, after so many in vain it ends. */
const mostKnocks = 10;

/** So many requests beyond what is allowed, and who sends them is cut off: no page of ours does so. */
const patience = 500;

interface GatewayPorts extends Sessions {
	readonly io: Server;
	readonly halls: HallKeeper;
	/** as LivePorts have it */
	readonly pages: string | undefined;
	readonly log: Logger;
}

/** Where browsers come in: each socket is authenticated before it is heard, and heard only as its participant. */
export function openGateway({ io, db, secureCookies, halls, pages, log }: GatewayPorts): void {
	const entrants = new WeakMap<Socket, Entrant>();
	const namespace = io.of(meetingNamespace);

	// Nothing is served outside of the meetings' namespace.
	io.use((_socket, next) => next(new Error('unavailable')));

	const turnedAway = new WeakMap<Socket['conn'], number>();
	const entries = new Buckets(mostEntries, entriesPerSecond);
	namespace.use((socket, next) => {
		authenticate(socket, { db, secureCookies, entries, halls, pages }).then(
			(entrant) => {
				entrants.set(socket, entrant);
				next();
			},
			(error: unknown) => {
				if (error instanceof TooOften) {
					next(error);
					const times = (turnedAway.get(socket.conn) ?? 0) + 1;
					turnedAway.set(socket.conn, times);
					// One line for a flood, however long it is.
					if (times === mostKnocks) log.warn({ ip: socket.handshake.address }, 'comes too often, cut off');
					if (times >= mostKnocks) socket.conn.close();
					return;
				}
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
		void receive(socket, entrant, { halls, log });
	});
}

async function receive(
	socket: Socket,
	entrant: Entrant,
	{ halls, log }: Pick<GatewayPorts, 'halls' | 'log'>,
): Promise<void> {
	const { meetingId, participantId, deviceId } = entrant;
	const bound = log.child({ meetingId, participantId, deviceId });
	// Heard from the first moment: what a device asks before its welcome waits for it, and is not lost.
	const entering = halls.enter(socket, entrant).catch((error: unknown) => {
		bound.error({ err: error }, 'a device could not enter');
		socket.disconnect(true);
		return undefined;
	});
	const bucket = new TokenBucket(burst, perSecond, performance.now());
	let dropped = 0;
	const hear = async (name: string, said: unknown[]) => {
		const last = said.at(-1);
		const answer = typeof last === 'function' ? (last as (answer: unknown) => void) : () => {};
		if (!bucket.take(performance.now())) {
			dropped += 1;
			if (dropped < patience) return answer({ ok: false, code: 'too-many-requests' });
			// One line: a flood must not become a flood of the log.
			if (dropped === patience) bound.warn({ dropped }, 'too many requests, cut off');
			return socket.disconnect(true);
		}
		if (name !== 'request') return answer({ ok: false, code: 'unknown-request' });
		const entered = await entering;
		if (entered?.device) answer(await dispatch(said[0], entered.device, entered.hall, bound));
	};
	socket.onAny((name: string, ...said: unknown[]) => {
		hear(name, said).catch((error: unknown) => bound.error({ err: error }, 'a message could not be heard'));
	});
	const entered = await entering;
	if (entered?.device) bound.info('device in the meeting');
	socket.on('disconnect', (reason) => bound.info({ reason }, 'device disconnected'));
}
