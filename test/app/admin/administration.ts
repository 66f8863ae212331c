import { createAccount } from '#db/auth/accounts.ts';
import { openSession, resolveSession, type Session } from '#db/auth/sessions.ts';
import { listNew } from '#db/meetings/meetings-of.ts';
import { pageRequests } from '#live/page-requests.ts';
import { provideServices } from '#live/services.ts';
import { sameThread } from '#test/support/same-thread.ts';
import { pino } from 'pino';
import { createSmallProvince, now } from '../../db/small-province.ts';
import { temporaryDatabase } from '../../db/temporary-database.ts';

const password = 'một mật khẩu dài';

/** An installation with an administrator and a delegate, as the pages find it; who was sent out of meetings is noted, whose plans were, and which media nodes. */
export async function startAdministration() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const { chairId, delegateId } = province;
	const adminId = await createAccount(
		db,
		{ login: 'quantri', password, owner: { personId: chairId }, isAdmin: true },
		now,
	);
	const delegateAccountId = await createAccount(db, { login: 'lan', password, owner: { personId: delegateId } }, now);
	const disconnected: string[] = [];
	const revised: string[] = [];
	const nodesChanged: (string | undefined)[] = [];
	const placedAnew: [meetingId: string, participantIds: readonly string[] | undefined][] = [];
	provideServices({
		db,
		dataDir: '',
		demo: false,
		secureCookies: true,
		offlineLease: 72 * 3_600_000,
		pageRequests: pageRequests(),
		readyPages: { keep: async () => {} },
		log: pino({ level: 'silent' }),
		work: sameThread(db),
		listNewParticipants: async () => {
			while (await listNew(db));
		},
		meetings: {
			stateOf: () => Promise.reject(new Error('no meeting runs')),
			inMemory: () => undefined,
			plansChanged: async (meetingId) => void revised.push(meetingId ?? 'all'),
			tellSharedMark: () => {},
			disconnectSession: (sessionKey) => void disconnected.push(sessionKey),
			disconnectAccount: (accountId) => void disconnected.push(accountId),
		},
		ops: { meetings: () => [], figures: () => undefined, trace: async () => null },
		receipts: { received: () => {}, opened: () => {}, flush: () => {} },
		uploads: { release: () => {}, takeIn: async () => ({}) },
		packs: {
			bind: () => Promise.reject(new Error('no papers here')),
			copy: () => Promise.reject(new Error('no papers here')),
		},
		nodes: {
			states: () => Promise.resolve(new Map()),
			changed: (sentAway) => void nodesChanged.push(sentAway),
			placeAnew: (meetingId, participantIds) => void placedAnew.push([meetingId, participantIds]),
		},
	});
	const session = (accountId: string): Session => {
		const at = Date.now();
		const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now: at });
		const opened = resolveSession(db, token, at);
		if (!opened) throw new Error('no session');
		return opened;
	};
	return {
		db,
		...province,
		password,
		adminId,
		delegateAccountId,
		disconnected,
		revised,
		nodesChanged,
		placedAnew,
		admin: session(adminId),
		delegate: session(delegateAccountId),
	};
}

/** What Kit hands to a load function, an action or an endpoint. */
export function eventOf(
	session: Session,
	fields: Readonly<Record<string, string | Blob>> = {},
	{ search = '', params = {} }: { search?: string; params?: Readonly<Record<string, string>> } = {},
) {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	const url = new URL(`http://127.0.0.1/admin${search}`);
	return {
		locals: { session, theme: 'system' as const },
		request: new Request(url, { method: 'POST', body }),
		url,
		params,
		getClientAddress: () => '10.0.0.7',
	};
}
