import { laneOf, type Lane } from '#contract/lane.ts';
import type { Answer, RequestInput, RequestName } from '#contract/requests.ts';
import { meetingNamespace, type MessageName, type Messages, type Welcome } from '#contract/messages.ts';
import { insertAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { readJournal } from '#db/journal/journal.ts';
import { openLive, type Live } from '#live/live.ts';
import { evolve, meetingBefore, replay, type MeetingState } from '#meeting/state.ts';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino, type Logger } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { recordsIn, snapshotIn } from './welcomed.ts';

interface Entering {
	readonly meetingId: string;
	readonly deviceId?: string;
	/** what a device that comes back still knows */
	readonly known?: MeetingState;
	readonly checking?: boolean;
	readonly pages?: string;
}

/** A running server without pages: the real gateway on the real database, on a port from the system. */
export interface LiveServer {
	readonly db: Database;
	readonly live: Live;
	/** where its sockets are */
	readonly address: string;
	/** A session cookie of a participant, as signing in gives one. */
	signIn(personId: string): string;
	enter(cookie: string | undefined, introduction: Entering): Promise<TestDevice>;
	/** What is on disk of a meeting. */
	stateOf(meetingId: string): MeetingState;
	close(): Promise<void>;
}

export async function startLiveServer(
	file: string,
	pages?: string,
	log: Logger = pino({ level: 'silent' }),
): Promise<LiveServer> {
	const db = openDatabase(file);
	const live = await openLive({
		db,
		isOwnOrigin: () => true,
		pages,
		iceServersFor: (participantId) => [{ urls: ['turn:127.0.0.1'], username: participantId, credential: 'of a test' }],
		log,
	});
	const [people] = live.sockets;
	if (!people) throw new Error('people have no way in');
	const server = createServer(people.handleRequest).on('upgrade', people.handleUpgrade);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const url = `http://${address}${meetingNamespace}`;
	const sockets: Socket[] = [];
	return {
		db,
		live,
		address: `${address}${people.path}?EIO=4&transport=`,
		signIn(personId) {
			const now = Date.now();
			const owner = { personId };
			const accountId = insertAccount(db, { login: `p-${personId}`, passwordHash: 'none', owner }, now);
			const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
			return `nhip-cau-phien=${token}`;
		},
		async enter(cookie, { meetingId, deviceId = randomUUID(), known = meetingBefore, checking = false, pages }) {
			const socket = io(url, {
				auth: { meetingId, deviceId, lastSeq: known.seq, checking, pages },
				transports: ['websocket'],
				reconnection: false,
				forceNew: true,
				...(cookie === undefined ? {} : { extraHeaders: { cookie } }),
			});
			sockets.push(socket);
			const device = new TestDevice(socket, deviceId, known);
			await device.welcomed;
			return device;
		},
		stateOf: (meetingId) => replay(readJournal(db, meetingId)),
		async close() {
			for (const socket of sockets) socket.disconnect();
			await live.close();
			server.close();
			db.close();
		},
	};
}

/** A device as a browser runs it: folds what it is told. */
export class TestDevice {
	readonly socket: Socket;
	readonly id: string;
	/** Rejects with the code of a refused handshake as its message. */
	readonly welcomed: Promise<Welcome>;
	state: MeetingState;
	/** the latest message of each name */
	readonly told = new Map<string, unknown>();
	readonly #watchers = new Set<() => void>();

	constructor(socket: Socket, id: string, known: MeetingState) {
		this.state = known;
		this.socket = socket;
		this.id = id;
		socket.onAny((name: string, message: unknown) => this.told.set(name, message));
		this.welcomed = new Promise((resolve, reject) => {
			socket.once('welcome', resolve);
			socket.once('goodbye', ({ code }: Messages['goodbye']) => reject(new Error(code)));
			socket.once('connect_error', (error: Error & { data?: { code: string } }) =>
				reject(new Error(error.data?.code ?? error.message)),
			);
		});
		// Handled by whoever awaits it; a test that ends earlier is not failed by it.
		this.welcomed.catch(() => {});
		socket.on('welcome', ({ snapshot, records }: Welcome) => {
			if (snapshot !== null) this.state = snapshotIn(snapshot);
			this.#fold(recordsIn(records));
		});
		socket.on('records', (records: Messages['records']) => this.#fold(records));
	}

	give<N extends RequestName>(name: N, input: RequestInput<N>, id: string = randomUUID()): Promise<Answer<N>> {
		return this.say({ id, name, input }, laneOf(name)) as Promise<Answer<N>>;
	}

	/** Sends anything at all. */
	say(message: unknown, lane: Lane = 'request'): Promise<Answer> {
		return this.socket.timeout(10_000).emitWithAck(lane, message) as Promise<Answer>;
	}

	/** Resolves when the state is as described; fails after 5 s, saying what was waited for. */
	until(what: string, holds: (state: MeetingState) => boolean): Promise<MeetingState> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), 5_000);
			const look = () => {
				if (!holds(this.state)) return;
				clearTimeout(timer);
				this.#watchers.delete(look);
				resolve(this.state);
			};
			this.#watchers.add(look);
			look();
		});
	}

	next<N extends MessageName>(name: N): Promise<Messages[N]> {
		return new Promise((resolve) => this.socket.once(name as string, resolve));
	}

	#fold(records: Messages['records']): void {
		for (const recorded of records) {
			if (recorded.seq <= this.state.seq) continue;
			if (recorded.seq !== this.state.seq + 1) throw new Error(`a gap before event ${recorded.seq}`);
			this.state = evolve(this.state, recorded);
		}
		for (const look of [...this.#watchers]) look();
	}
}
