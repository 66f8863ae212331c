import type { Held, Lease, OfflineMeeting } from '#contract/offline.ts';
import { openSession, readSession, resolveSession, signOut, type Session } from '#db/auth/sessions.ts';
import { recallPaper, setAccess } from '#db/documents/paper-access.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { listReceipts } from '#db/documents/paper-receipts.ts';
import { isHttpError } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { PUT } from '../../../app/src/routes/account/offline/+server.ts';
import { GET } from '../../../app/src/routes/meetings/[id]/offline/+server.ts';
import { prepareWalk } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

async function prepare() {
	const { db, dataDir } = await startRouteServer();
	const walk = await prepareWalk(db, dataDir);
	const [paper] = listDocuments(db, walk.meetingId);
	if (!paper) throw new Error('no paper');
	const sessionOf = (name: string): Session => {
		const session = walk.walkers.find((each) => each.name === name)?.session;
		if (!session) throw new Error(`nobody is ${name}`);
		return session;
	};
	/** Undefined: refused. */
	const say = async (session: Session, held: object): Promise<Lease | undefined> => {
		const request = new Request('http://a/account/offline', { method: 'PUT', body: JSON.stringify(held) });
		try {
			return (await (await PUT({ locals: { session }, request } as never)).json()) as Lease;
		} catch (thrown) {
			if (isHttpError(thrown)) return undefined;
			throw thrown;
		}
	};
	const hold = (session: Session, versionIds: readonly string[], device: string | null = null) =>
		say(session, { device, meetings: [{ meetingId: walk.meetingId, versionIds: [...versionIds] }] } satisfies Held);
	const held = () => listReceipts(db, paper.id).filter(({ heldSince }) => heldSince !== null);
	return { db, ...walk, paper, sessionOf, say, hold, held };
}

test('a device keeps what its person may read by now, and nobody else’s word changes what is known of it', async () => {
	const { db, meetingId, versionId, walkers, paper, sessionOf, hold, held } = await prepare();
	const keeps: string[] = [];
	for (const { name, session } of walkers) {
		if (!session) continue;
		const lease = await hold(session, [versionId, 'nobody-has-it']);
		if (lease?.meetings[0]?.versionIds.includes(versionId)) keeps.push(name);
	}
	expect(keeps.toSorted()).toEqual(['author', 'chair', 'delegate', 'keep-papers', 'operator', 'secretary']);
	expect(
		held()
			.map(({ participantId }) => participantId)
			.toSorted(),
	).toEqual(keeps.map((name) => sessionOf(name).participantId).toSorted());

	// Another meeting’s paper, another one’s device.
	const chair = await hold(sessionOf('chair'), [versionId]);
	expect(await hold(sessionOf('guest'), [versionId], chair?.device)).toMatchObject({
		meetings: [{ meetingId, versionIds: [] }],
	});
	expect(await hold(sessionOf('delegate'), [], chair?.device)).toBeDefined();
	expect(held().map(({ participantId }) => participantId)).toContain(sessionOf('chair').participantId);
	expect(held().map(({ participantId }) => participantId)).not.toContain(sessionOf('delegate').participantId);

	setAccess(db, paper.id, { everyone: 'none', until: null, readers: [] });
	expect((await hold(sessionOf('operator'), [versionId]))?.meetings[0]?.versionIds).toEqual([]);
});

test('who signs in again on the device holds it once; of a recalled paper it is told when the device holds it no more', async () => {
	const { db, versionId, paper, sessionOf, hold, held } = await prepare();
	const delegate = sessionOf('delegate');
	const { accountId } = delegate;
	const first = await hold(delegate, [versionId]);
	const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: 'iPad', now: Date.now() });
	const again = resolveSession(db, token, Date.now());
	if (!again || !first) throw new Error('no session');
	const second = await hold(again, [versionId], first.device);
	expect(held()).toMatchObject([
		{ device: second?.device, kind: 'tablet', heldUntil: expect.any(Number), goneAt: null },
	]);

	recallPaper(db, paper.id, { by: null, reason: 'sai số liệu' }, Date.now());
	// As it still says that it holds it: told that it may not, and not believed to have let go of it.
	const lease = await hold(again, [versionId], second?.device);
	expect(lease?.meetings[0]?.versionIds).toEqual([]);
	expect(held()).toMatchObject([{ device: second?.device, goneAt: null }]);
	await hold(again, [], second?.device);
	expect(held()).toEqual([]);
	const gone = listReceipts(db, paper.id).find(({ device }) => device === second?.device);
	expect(gone).toMatchObject({ goneAt: expect.any(Number) });
	signOut(db, token);
	expect(readSession(db, again.key, Date.now())).toBeUndefined();
});

test('what nobody holds is refused: too much, or what is no device', async () => {
	const { meetingId, sessionOf, say } = await prepare();
	const meetings = Array.from({ length: 41 }, () => ({ meetingId, versionIds: [] }));
	expect(await say(sessionOf('chair'), { device: null, meetings })).toBeUndefined();
	const versionIds = Array.from({ length: 301 }, (_, at) => `v${at}`);
	expect(await say(sessionOf('chair'), { device: null, meetings: [{ meetingId, versionIds }] })).toBeUndefined();
	expect(await say(sessionOf('chair'), { device: "' OR 1", meetings: [] })).toBeUndefined();
	expect(await say(sessionOf('room'), { device: null, meetings: [] })).toBeUndefined();
});

test('what is kept of a meeting has the papers that its reader may read, and a closed item without its title', async () => {
	const { meetingId, versionId, sessionOf } = await prepare();
	const kept = async (name: string) =>
		(await (
			await GET({ locals: { session: sessionOf(name) }, params: { id: meetingId } } as never)
		).json()) as OfflineMeeting;
	expect(await kept('delegate')).toMatchObject({
		meetingId,
		title: 'Phiên họp thử',
		reader: { id: sessionOf('delegate').participantId, kind: 'person' },
		papers: [{ versionId, level: 'download', access: { everyone: 'download' }, size: expect.any(Number) }],
	});
	expect((await kept('guest')).papers).toEqual([]);
});
