import { resolveSession } from '#db/auth/sessions.ts';
import { addDocument, listDocuments } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { GET } from '../../../app/src/routes/meetings/[id]/papers/+server.ts';
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
