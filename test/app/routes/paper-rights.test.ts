import { provideServices, services } from '#live/services.ts';
import { setAccess, type ChosenAccess } from '#db/documents/paper-access.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { addDocument, listDocuments } from '#db/documents/documents.ts';
import { filePath, storeFile } from '#db/documents/file-store.ts';
import type { PaperReceipt } from '#lib/dossier/receipts.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { makePlan } from '#db/meetings/make-plan.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { redactState } from '#meeting/redact.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pdfOf } from '#test/support/odd-pdfs.ts';
import { PDFDocument } from '@cantoo/pdf-lib';
import { isHttpError } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { actions, load } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { GET as getPack } from '../../../app/src/routes/meetings/[id]/pack/+server.ts';
import { GET as search } from '../../../app/src/routes/meetings/[id]/papers/+server.ts';
import { GET as showReceipts, POST as confirmGone } from '../../../app/src/routes/meetings/[id]/receipts/+server.ts';
import { GET as open } from '../../../app/src/routes/papers/[versionId]/+server.ts';
import { GET as openCopy } from '../../../app/src/routes/papers/[versionId]/copy/+server.ts';
import { GET as openOriginal } from '../../../app/src/routes/papers/[versionId]/original/+server.ts';
import { prepareWalk, type Walker } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

/** As what an answer came, or why none did. */
async function statusOf(answer: () => Promise<Response> | Response): Promise<number> {
	try {
		return (await answer()).status;
	} catch (thrown) {
		if (!isHttpError(thrown)) throw thrown;
		return thrown.status;
	}
}

test('what is chosen for a paper holds in its file, each range of it, its original, the search, the dossier and the plan, whoever asks', async () => {
	const { db, dataDir } = await startRouteServer();
	const { meetingId, versionId, walkers } = await prepareWalk(db, dataDir);
	// Its label would keep it from the guest by itself.
	db.sqlite.exec(`UPDATE document_versions SET label = 'internal'`);
	const [paper] = listDocuments(db, meetingId);
	if (!paper) throw new Error('no paper');
	const pages = [{ text: 'Kế hoạch', folded: 'ke hoach' }];
	for (const _ of keepContents(db, paper.current.sha256, { signed: false, repaired: false, pages }));
	// Who may have it is asked here, not how it is drawn.
	const copied = { path: filePath(dataDir, paper.current.sha256), remove: async () => {} };
	provideServices({ ...services(), packs: { ...services().packs, copy: () => Promise.resolve(copied) } });
	const idOf = (name: string) => walkers.find((each) => each.name === name)?.session?.participantId ?? '';
	const unitId = requireMeeting(db, meetingId).participants.find(({ id }) => id === idOf('room'))?.unitId ?? '';

	const handling = ['chair', 'secretary', 'author', 'keep-papers'];
	const invited = [...handling, 'operator', 'delegate', 'guest', 'room'];
	const chosen: readonly [ChosenAccess, { read: string[]; download: string[]; print?: string[]; listed?: string[] }][] =
		[
			[
				{ everyone: 'download', until: null, readers: [] },
				{ read: invited, download: invited },
			],
			[
				{ everyone: 'read', until: null, readers: [] },
				{ read: invited, download: handling },
			],
			[
				{
					everyone: 'none',
					until: null,
					readers: [
						{ kind: 'role', reader: 'operator', level: 'read' },
						{ kind: 'participant', reader: idOf('guest'), level: 'download' },
					],
				},
				{ read: [...handling, 'operator', 'guest'], download: [...handling, 'guest'] },
			],
			[
				{ everyone: 'none', until: null, readers: [{ kind: 'unit', reader: unitId, level: 'print' }] },
				{ read: [...handling, 'room'], download: handling, print: [...handling, 'room'] },
			],
			[
				{ everyone: 'download', until: 1, readers: [] },
				{ read: handling, download: handling, listed: invited },
			],
		];

	const wrong: string[] = [];
	for (const [access, { read, download, print = download, listed = read }] of chosen) {
		setAccess(db, paper.id, access);
		const plan = makePlan(db, meetingId);
		for (const walker of walkers) {
			const { name, session } = walker;
			if (!session) continue;
			const asked = (headers: Record<string, string>, get: (event: never) => Promise<Response> = open) =>
				statusOf(() =>
					get({
						locals: { session },
						params: { versionId },
						url: new URL('https://here/'),
						request: new Request('https://here/', { headers }),
					} as never),
				);
			const expectSame = (what: string, is: unknown, should: unknown) => {
				if (is !== should)
					wrong.push(`${what}, ${JSON.stringify(access)}: ${name} ${String(is)}, not ${String(should)}`);
			};
			const refused = listed.includes(name) ? 410 : 404;
			expectSame('file', await asked({}), read.includes(name) ? 200 : refused);
			expectSame('range', await asked({ range: 'bytes=0-3' }), read.includes(name) ? 206 : refused);
			const known = { 'if-none-match': `"${paper.current.sha256}"` };
			expectSame('known file', await asked(known), read.includes(name) ? 304 : refused);
			const asPage = read.includes(name) ? (download.includes(name) ? 200 : 403) : refused;
			expectSame('as a page', await asked({ 'sec-fetch-dest': 'document' }), asPage);
			expectSame('original', await asked({}, openOriginal), asPage);
			const asCopy = read.includes(name) ? (print.includes(name) ? 200 : 403) : refused;
			expectSame('copy', await asked({}, openCopy), asCopy);
			const { found, shown } = await inDossier(walker, meetingId);
			expectSame('search', found, read.includes(name));
			expectSame(
				'dossier',
				shown?.level ?? 'none',
				download.includes(name)
					? 'download'
					: shown?.level === 'print'
						? 'print'
						: read.includes(name)
							? 'read'
							: 'none',
			);
			expectSame('listed', shown !== undefined, listed.includes(name));
			if (shown && !handling.includes(name)) expectSame('told of others', shown.chosen, null);
			const told = redactState({ ...meetingBefore, plan }, session.participantId).plan?.papers.length === 1;
			// Whoever takes no part is told nothing of a meeting that runs.
			if (plan.participants.some(({ id }) => id === session.participantId))
				expectSame('plan', told, listed.includes(name));
		}
	}
	expect(wrong).toEqual([]);
});

/** What the search and the dossier's page say of the one paper; nothing to whom the meeting is not told. */
async function inDossier({ session }: Walker, meetingId: string) {
	const event = { locals: { session }, params: { id: meetingId }, depends: () => {} };
	try {
		const { papers } = (await load(event as never)) as { papers: { level: string; chosen: unknown }[] };
		const answer = await search({ ...event, url: new URL('https://here/?q=ke+hoach') } as never);
		return { found: ((await answer.json()) as unknown[]).length === 1, shown: papers[0] };
	} catch (thrown) {
		if (!isHttpError(thrown)) throw thrown;
		return { found: false, shown: undefined };
	}
}

test('an original is for keeping: no browser shows it, or guesses what it is', async () => {
	const { db, dataDir } = await startRouteServer();
	const { versionId, walkers } = await prepareWalk(db, dataDir);
	const session = walkers.find(({ name }) => name === 'chair')?.session;
	const event = { locals: { session }, params: { versionId }, request: new Request('https://here/') };
	const { headers } = await openOriginal(event as never);
	expect(headers.get('content-disposition')).toMatch(/^attachment; /);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a recalled paper is read by nobody from then on, also after the end; who is inside hears the reason, and which device has let go of it is known', async () => {
	const server = await startRouteServer();
	const { db, dataDir } = server;
	const meeting = createTestMeeting(db, { delegates: 1 });
	const file = await storeFile(dataDir, new Blob(['%PDF-1.7 tài liệu']).stream());
	const given = { meetingId: meeting.id, title: 'Tờ trình', label: 'internal', file, fileName: 'a.pdf' } as const;
	const papers = ['during', 'after'].map(() => addDocument(db, { ...given, uploadedBy: null }, 1));
	const [secretary, chair, delegate] = [meeting.secretaryId, meeting.chairId, meeting.delegateIds[0] ?? ''].map((id) =>
		server.signIn(id),
	) as [string, string, string];
	const of = (cookie: string) => resolveSession(db, cookie.split('=')[1] ?? '', Date.now());
	const read = (cookie: string, versionId: string, headers: Record<string, string> = {}) =>
		statusOf(() =>
			open({
				locals: { session: of(cookie) },
				params: { versionId },
				url: new URL('https://here/'),
				request: new Request('https://here/', { headers }),
			} as never),
		);
	const asked = (cookie: string, path = '') => ({
		locals: { session: of(cookie) },
		params: { id: meeting.id },
		url: new URL(`https://here/${path}`),
		getClientAddress: () => '10.1.2.3',
	});
	const recall = async (paperId: string) => {
		const body = new FormData();
		body.set('paperId', paperId);
		body.set('reason', 'Nhầm bản');
		const request = new Request('http://127.0.0.1/', { method: 'POST', body });
		expect(await actions.recallPaper({ ...asked(secretary), request } as never)).toEqual({ done: true });
	};
	const receipts = async (paperId: string) => {
		const answer = await showReceipts(asked(secretary, `?paper=${paperId}`) as never);
		return (await answer.json()) as PaperReceipt[];
	};
	const [during, after] = papers as [(typeof papers)[0], (typeof papers)[0]];

	const inside = await server.enter(delegate, { meetingId: meeting.id });
	const atTable = await server.enter(chair, { meetingId: meeting.id });
	await atTable.give('start-meeting', {});
	await atTable.give('present-document', { versionId: during.versionId, page: 1 });
	await inside.until('the paper is shown', ({ presenting }) => presenting !== null);
	expect(await read(delegate, during.versionId, { range: 'bytes=0-3' })).toBe(206);
	expect(await read(secretary, during.versionId)).toBe(200);
	await recall(during.documentId);
	const isRecalled = (state: MeetingState, documentId: string) =>
		state.plan?.papers.find((paper) => paper.documentId === documentId)?.recalled?.reason === 'Nhầm bản';
	await inside.until('it is recalled', (state) => isRecalled(state, during.documentId) && state.presenting === null);
	for (const cookie of [secretary, chair, delegate])
		expect([
			await read(cookie, during.versionId),
			await read(cookie, during.versionId, { range: 'bytes=4-8' }),
		]).toEqual([410, 410]);

	const opened = (await receipts(during.documentId)).filter(({ openedAt }) => openedAt !== null);
	expect(opened.map(({ participantId, goneAt }) => [participantId, goneAt]).sort()).toEqual(
		[meeting.secretaryId, meeting.delegateIds[0]].map((id) => [id, null]).sort(),
	);
	expect((await confirmGone(asked(delegate) as never)).status).toBe(204);
	const gone = (await receipts(during.documentId)).filter(({ goneAt }) => goneAt !== null);
	expect(gone).toMatchObject([{ participantId: meeting.delegateIds[0], name: 'Đại biểu 1', version: 1 }]);
	// Of what was not recalled nobody has to let go.
	const other = await receipts(after.documentId);
	expect(other.map(({ participantId, openedAt, goneAt }) => [participantId, openedAt, goneAt])).toContainEqual([
		meeting.delegateIds[0],
		null,
		null,
	]);

	await atTable.give('end-meeting', {});
	await recall(after.documentId);
	await inside.until('it is recalled after the end', (state) => isRecalled(state, after.documentId));
	expect(await read(chair, after.versionId)).toBe(410);
});

test('a pack has what whoever asks may have as files, and nothing else; one at a time for each', async () => {
	const server = await startRouteServer();
	const { db, dataDir } = server;
	const { id: meetingId, secretaryId, delegateIds } = createTestMeeting(db, { delegates: 1 });
	const add = async (pages: number, label: 'public' | 'internal') => {
		const file = await storeFile(dataDir, pdfOf(pages));
		const given = { meetingId, title: `Tờ trình ${pages}`, label, file, fileName: 'a.pdf', uploadedBy: null };
		return addDocument(db, given, 1).documentId;
	};
	await add(2, 'public');
	const kept = await add(5, 'internal');
	setAccess(db, kept, { everyone: 'print', until: null, readers: [] });
	const sessions = new Map(
		[secretaryId, delegateIds[0] ?? ''].map((personId) => [
			personId,
			resolveSession(db, server.signIn(personId).split('=')[1] ?? '', Date.now()),
		]),
	);
	const eventOf = (personId: string, asked: string) => ({
		locals: { session: sessions.get(personId) },
		params: { id: meetingId },
		url: new URL(`https://here/${asked}`),
	});
	const pagesFor = async (personId: string, asked = '') => {
		const event = eventOf(personId, asked);
		const [answer, second] = [getPack(event as never), statusOf(() => getPack(event as never) as Promise<Response>)];
		expect(await second).toBe(503);
		const bytes = await (await (answer as Promise<Response>)).arrayBuffer();
		return (await PDFDocument.load(bytes)).getPageCount();
	};
	expect([await pagesFor(secretaryId), await pagesFor(delegateIds[0] ?? '')]).toEqual([
		1 + (1 + 2) + (1 + 5),
		1 + (1 + 2),
	]);
	// For the day when tablets fail, printed by the secretary: what that person may read, with their name over it.
	const [delegate = ''] = delegateIds;
	const printed = async () => {
		const bind = vi
			.spyOn(services().packs, 'bind')
			.mockResolvedValue({ path: import.meta.filename, remove: async () => {} });
		await (await (getPack(eventOf(secretaryId, `?for=${delegate}`) as never) as Promise<Response>)).arrayBuffer();
		const [pack] = bind.mock.calls[0] ?? [];
		bind.mockRestore();
		return pack?.papers.map(({ title, mark }) => [title, mark]);
	};
	expect(await printed()).toEqual([
		['Tờ trình 2', null],
		['Tờ trình 5', expect.stringContaining('Đại biểu 1')],
	]);
	setAccess(db, kept, { everyone: 'none', until: null, readers: [] });
	expect(await printed()).toEqual([['Tờ trình 2', null]]);
	// By nobody else, and for nobody who is not invited.
	const ask = (by: string, asked: string) => statusOf(() => getPack(eventOf(by, asked) as never) as Promise<Response>);
	expect(await ask(delegate, `?for=${secretaryId}`)).toBe(403);
	expect(await ask(secretaryId, '?for=somebody')).toBe(404);
}, 30_000);
