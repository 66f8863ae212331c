import { meetingNamespace } from '#contract/messages.ts';
import type { Lane } from '#contract/lane.ts';
import type { Answer, AnswerCode } from '#contract/requests.ts';
import { mostShownPerSecond } from '#contract/shown.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { authenticate, HandshakeRefusal, TooOften, type Entrant, type Sessions } from './authenticate.ts';
import { dispatch } from './dispatcher.ts';
import type { HallKeeper } from './hall-keeper.ts';
import { Buckets } from './buckets.ts';
import { RefusalLog } from './refusal-log.ts';
import { TokenBucket } from './token-bucket.ts';

/** Requests of one device: joining takes some twenty at once, work in a meeting a few per second. */
const burst = 120;
const perSecond = 10;

/** A person's devices come in a few times, and again and again on a bad link; each time costs events in the journal. */
const mostEntries = 30;
const entriesPerSecond = 1;

/** Over one connection, after so many in vain it ends. */
const mostKnocks = 10;

/** From all devices of an account, as much as from two that do all they can. */
const burstOfAll = 2 * burst;
const perSecondOfAll = 2 * perSecond;

/** What a presenter shows, from all their devices; besides what they ask. */
const burstShown = 2 * mostShownPerSecond;
const shownPerSecond = 1.25 * mostShownPerSecond;

const isLane = (name: string): name is Lane => name === 'request' || name === 'presence';

/** So many in vain, and so many a second in the long run, and whoever sends them is cut off: no page of ours does so. */
const mostInVain = 500;
const inVainPerSecond = 1;

/** Refused without a look at the meeting: more than is allowed, or nothing that a page of ours says. */
const inVain: ReadonlySet<AnswerCode> = new Set(['too-many-requests', 'malformed', 'unknown-request', 'too-large']);

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

	const asking = new Buckets(burstOfAll, perSecondOfAll);
	const showing = new Buckets(burstShown, shownPerSecond);
	const patience = new Buckets(mostInVain, inVainPerSecond);
	const refusals = new RefusalLog();
	namespace.on('connection', (socket) => {
		const entrant = entrants.get(socket);
		if (!entrant) return socket.disconnect(true);
		void receive(socket, entrant, { halls, log, asking, showing, patience, refusals });
	});
}

interface Ears extends Pick<GatewayPorts, 'halls' | 'log'> {
	/** what an account may ask, from all its devices */
	readonly asking: Buckets;
	/** what it may show */
	readonly showing: Buckets;
	/** what it may ask in vain */
	readonly patience: Buckets;
	readonly refusals: RefusalLog;
}

async function receive(
	socket: Socket,
	entrant: Entrant,
	{ halls, log, asking, showing, patience, refusals }: Ears,
): Promise<void> {
	const { meetingId, participantId, deviceId, accountId } = entrant;
	const bound = log.child({ meetingId, participantId, deviceId });
	// Heard from the first moment: what a device asks before its welcome waits for it, and is not lost.
	const entering = halls.enter(socket, entrant).catch((error: unknown) => {
		bound.error({ err: error }, 'a device could not enter');
		socket.disconnect(true);
		return undefined;
	});
	const bucket = new TokenBucket(burst, perSecond, performance.now());

	async function answerTo(name: string, message: unknown): Promise<Answer | undefined> {
		// Before anything is looked at.
		const isLet =
			name === 'presence' ? showing.take(accountId) : bucket.take(performance.now()) && asking.take(accountId);
		if (!isLet) return { ok: false, code: 'too-many-requests' };
		if (!isLane(name)) return { ok: false, code: 'unknown-request' };
		const entered = await entering;
		return entered?.device && dispatch(message, name, entered.device, entered.hall, { log: bound, refusals });
	}

	const hear = async (name: string, said: unknown[]) => {
		const answer = await answerTo(name, said[0]);
		if (!answer) return;
		if (!answer.ok && inVain.has(answer.code) && !patience.take(accountId)) {
			refusals.cutOff(accountId, bound);
			return socket.disconnect(true);
		}
		const last = said.at(-1);
		if (typeof last === 'function') (last as (answer: Answer) => void)(answer);
	};
	socket.onAny((name: string, ...said: unknown[]) => {
		hear(name, said).catch((error: unknown) => bound.error({ err: error }, 'a message could not be heard'));
	});
	const entered = await entering;
	if (entered?.device) bound.info('device in the meeting');
	socket.on('disconnect', (reason) => bound.info({ reason }, 'device disconnected'));
}
