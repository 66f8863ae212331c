import { resolveSession } from '#db/auth/sessions.ts';
import { addDocument, addVersion, listDocuments } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { keepOcrText } from '#db/documents/page-ocr.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { GET } from '../../../app/src/routes/meetings/[id]/papers/+server.ts';
import { GET as read } from '../../../app/src/routes/papers/[versionId]/+server.ts';
import * as newer from '../../../app/src/routes/papers/[versionId]/newer/+server.ts';
import { prepareWalk } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

test('words are found in the papers that whoever asks may read, and in no other', async () => {
	const server = await startRouteServer();
	const { db, dataDir } = server;
	const meeting = createTestMeeting(db, { delegates: 1 });
	const secretary = server.signIn(meeting.secretaryId);
	const add = async (title: string, label: 'internal' | 'restricted', text: string) => {
		const file = await storeFile(dataDir, Buffer.from(`%PDF-1.7 ${text}`));
		const of = { meetingId: meeting.id, title, label, file, fileName: 'a.pdf', uploadedBy: null };
		return addDocument(db, of, Date.now());
	};
	const { versionId } = await add('Tờ trình', 'internal', 'tài liệu');
	const restricted = await add('Báo cáo', 'restricted', 'tài liệu 2');
	for (const { current } of listDocuments(db, meeting.id)) {
		const pages = [{ text: 'Kế hoạch năm 2027', folded: 'ke hoach nam 2027' }];
		for (const _ of keepContents(db, current.sha256, { signed: false, repaired: false, pages }));
	}
	const found = async (cookie: string) => {
		const session = resolveSession(db, cookie.split('=')[1] ?? '', Date.now());
		const url = new URL('https://here/?q=ke+hoach');
		const answer = await GET({ locals: { session }, params: { id: meeting.id }, url } as never);
		return ((await answer.json()) as FoundPlace[]).map((place) => place.versionId);
	};
	expect(await found(secretary)).toEqual([versionId, restricted.versionId]);
	const again = await add('Tờ trình, một lần nữa', 'internal', 'tài liệu');
	expect(await found(secretary), 'the same file as two papers').toContain(again.versionId);
	db.sqlite.exec(`DELETE FROM document_versions WHERE id = '${again.versionId}'`);
	db.sqlite.exec(`UPDATE meeting_roles SET role = 'guest' WHERE participant_id = '${meeting.delegateIds[0] ?? ''}'`);
	expect(await found(server.signIn(meeting.delegateIds[0] ?? ''))).toEqual([versionId]);
});

test('what a paper says is told once it was opened: whoever keeps it is not told before that it says nothing', async () => {
	const server = await startRouteServer();
	const { db, dataDir } = server;
	const meeting = createTestMeeting(db, { delegates: 0 });
	const file = await storeFile(dataDir, Buffer.from('%PDF-1.7 năm 2027'));
	const of = { meetingId: meeting.id, title: 'Dự toán', label: 'internal' as const, uploadedBy: null };
	const { versionId } = addDocument(db, { ...of, file, fileName: 'a.pdf' }, 1);
	const session = resolveSession(db, server.signIn(meeting.secretaryId).split('=')[1] ?? '', Date.now());
	const ask = (what: string) => {
		const url = new URL(`https://here/?${what}`);
		return read({ locals: { session }, params: { versionId }, request: new Request(url), url } as never);
	};
	expect((await ask('texts=1')).status).toBe(425);
	expect((await ask('sizes')).status).toBe(425);
	const pages = [{ text: 'năm 2027', folded: 'nam 2027', size: [595, 842] as const }];
	for (const _ of keepContents(db, file.sha256, { signed: false, repaired: false, pages }));
	expect(await (await ask('texts=1')).json()).toMatchObject([{ page: 1, text: 'năm 2027' }]);
	expect(await (await ask('sizes')).json()).toEqual([[595, 842]]);
	const lines = [[['Nghị', 1_000, 500, 300, 200] as const]];
	for (const page of [2, 22]) keepOcrText(db, file.sha256, page, lines);
	expect(await (await ask('words=1-20')).json()).toEqual([{ page: 2, lines }]);
	expect((await ask('words=1-22')).status, 'more than one answer tells').toBe(400);
});

test('papers of a draft are read by who prepares it; to others who are to take part there are none yet', async () => {
	const { db, dataDir } = await startRouteServer();
	const { draftId, draftVersionId: versionId, walkers } = await prepareWalk(db, dataDir);
	db.sqlite.exec(`UPDATE document_versions SET label = 'internal'`);
	const readers = () =>
		Promise.all(
			walkers.map(async ({ name, session }) => {
				const url = new URL('https://here/');
				const asked = { locals: { session }, params: { versionId }, request: new Request(url), url };
				const status = await Promise.resolve(session && read(asked as never)).then(
					(answer) => answer?.status,
					(thrown: { status: number }) => thrown.status,
				);
				return status === 200 ? [name] : [];
			}),
		);
	const prepare = ['chair', 'secretary', 'author', 'keep-papers'];
	expect((await readers()).flat()).toEqual(prepare);
	db.sqlite.exec(`UPDATE meetings SET status = 'invited' WHERE id = '${draftId}'`);
	expect((await readers()).flat()).toEqual(expect.arrayContaining([...prepare, 'delegate', 'room']));
});

test('who reads an older version is told of the newer one and of what differs; nobody who may not read them', async () => {
	const server = await startRouteServer();
	const { db, dataDir } = server;
	const meeting = createTestMeeting(db, { delegates: 1 });
	const store = async (text: string) => {
		const file = await storeFile(dataDir, Buffer.from(`%PDF-1.7 ${text}`));
		return { file, fileName: 'a.pdf', pages: 1, uploadedBy: null };
	};
	const [first, second] = [await store('năm 2026'), await store('năm 2027')];
	const of = { meetingId: meeting.id, title: 'Dự toán', label: 'restricted' as const };
	const { documentId, versionId } = addDocument(db, { ...of, ...first }, 1);
	const later = addVersion(db, documentId, second, 2).versionId;
	for (const [{ file }, text] of [[first, 'năm 2026'] as const, [second, 'năm 2027'] as const]) {
		const pages = [{ text, folded: text, size: null }];
		for (const _ of keepContents(db, file.sha256, { signed: false, repaired: false, pages } as never));
	}
	const ask = async (id: string, participantId: string) => {
		const session = resolveSession(db, server.signIn(participantId).split('=')[1] ?? '', Date.now());
		const url = new URL('https://here/?difference');
		const answer = await newer.GET({ locals: { session } as App.Locals, params: { versionId: id }, url });
		return (await answer.json()) as unknown;
	};
	const pieces = [
		{ kind: 'same', text: 'năm' },
		{ kind: 'removed', text: '2026' },
		{ kind: 'added', text: '2027' },
	];
	expect(await ask(versionId, meeting.secretaryId)).toMatchObject({
		newer: { versionId: later, number: 2, title: 'Dự toán', uploadedAt: 2 },
		difference: { changes: [{ kind: 'changed', before: 1, after: 1, pieces }] },
	});
	expect(await ask(later, meeting.chairId)).toEqual({ newer: null });
	const delegate = meeting.delegateIds[0] ?? '';
	db.sqlite.exec(`UPDATE meeting_roles SET role = 'guest' WHERE participant_id = '${delegate}'`);
	await expect(ask(versionId, delegate)).rejects.toMatchObject({ status: 404 });
});
