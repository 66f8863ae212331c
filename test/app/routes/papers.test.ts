import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { addVersion, listDocuments } from '#db/documents/documents.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { GET, POST } from '../../../app/src/routes/meetings/[id]/papers/+server.ts';
import { startRouteServer } from './route-server.ts';
import { slowBody } from './slow-body.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	server = await startRouteServer();
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

const pdf = '%PDF-1.7 tài liệu';

async function upload(asked: Record<string, string>, cookie = secretary, body: BodyInit = pdf) {
	const url = new URL(`https://here/meetings/${meeting.id}/papers?${new URLSearchParams(asked)}`);
	const request = new Request(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
	const session = resolveSession(server.db, cookie.split('=')[1] ?? '', Date.now());
	const event = { locals: { session }, params: { id: meeting.id }, request, url, getClientAddress: () => '10.1.2.3' };
	const answer = await POST(event as never);
	return { status: answer.status, ...((await answer.json()) as { versionId?: string; code?: string }) };
}

test('a paper is taken into the dossier, and another version of it', async () => {
	const first = await upload({ name: 'a.pdf', title: 'Tờ trình' });
	expect(first).toMatchObject({ status: 201 });
	const [paper] = listDocuments(server.db, meeting.id);
	const second = await upload({ name: 'b.pdf', document: paper?.id ?? '', replaces: first.versionId ?? '' });
	expect(listDocuments(server.db, meeting.id)).toMatchObject([
		{ title: 'Tờ trình', current: { number: 2, id: second.versionId } },
	]);
	const sha256 = paper?.current.sha256 ?? '';
	expect(listAudit(server.db, { action: 'upload-paper' })).toMatchObject([
		{ ip: '10.1.2.3', subject: meeting.id, detail: { versionId: second.versionId, fileName: 'b.pdf', sha256 } },
		{ ip: '10.1.2.3', subject: meeting.id, detail: { versionId: paper?.current.id, fileName: 'a.pdf', sha256 } },
	]);
});

test('who is inside has a new paper at once, and the next version of it', async () => {
	const inside = await server.enter(secretary, { meetingId: meeting.id });
	const shows = (versionId: string | undefined) =>
		inside.until('the paper', ({ plan }) => plan?.papers.map((paper) => paper.versionId).join() === versionId);
	const first = await upload({ name: 'a.pdf', title: 'Tờ trình' });
	await shows(first.versionId);
	const [paper] = listDocuments(server.db, meeting.id);
	const second = await upload({ name: 'b.pdf', document: paper?.id ?? '', replaces: first.versionId ?? '' });
	await shows(second.versionId);
});

/** A file that is on its way: what happens in the world comes about while its last bytes do. */
const whileItComes = (happens: () => void) => slowBody(pdf, happens);

test('what somebody may is asked again once the whole file is here', async () => {
	const asked = { name: 'a.pdf', title: 'Tờ trình' };
	const { participants } = requireMeeting(server.db, meeting.id);
	const leftOut = whileItComes(() =>
		updateMeeting(server.db, meeting.id, {
			participants: participants.map((each) =>
				each.id === meeting.secretaryId ? { ...each, roles: ['guest'] } : each,
			),
			bodyId: null,
		}),
	);
	server.db.sqlite.exec(`UPDATE meetings SET created_by = '${meeting.chairId}'`);
	expect(await upload(asked, secretary, leftOut)).toEqual({ status: 403, code: 'not-allowed' });
	// The browser asks who it is, and sends the file again.
	const chair = server.signIn(meeting.chairId);
	const signedOut = whileItComes(() => server.db.sqlite.exec('DELETE FROM sessions'));
	expect(await upload(asked, chair, signedOut)).toEqual({ status: 401, code: 'not-signed-in' });
	expect(listDocuments(server.db, meeting.id)).toEqual([]);
	expect(listAudit(server.db)).toEqual([]);
});

test('of two who upload a new version of a paper the second is told, before and after the bytes, and replaces nothing unseen', async () => {
	const first = await upload({ name: 'a.pdf', title: 'Tờ trình' });
	const document = listDocuments(server.db, meeting.id)[0]?.id ?? '';
	const asked = { name: 'b.pdf', document, replaces: first.versionId ?? '' };
	const changed = { status: 409, code: 'dossier-changed' };
	// The other one's is there by the time that all of this one is.
	let theirs = '';
	const meanwhile = whileItComes(() => {
		const file = { sha256: 'a'.repeat(64), size: 9, type: 'application/pdf' } as const;
		theirs = addVersion(server.db, document, { file, fileName: 'c.pdf', uploadedBy: null }, 2).versionId;
	});
	expect(await upload(asked, secretary, meanwhile)).toEqual(changed);
	const kept = () => readdirSync(path.join(server.dataDir, 'files'), { recursive: true }).sort();
	const before = kept();
	expect(await upload(asked, secretary, `${pdf}, bản khác`)).toEqual(changed);
	expect(kept(), 'refused before its bytes').toEqual(before);
	expect(await upload({ name: 'b.pdf', document })).toEqual(changed);
	expect(listDocuments(server.db, meeting.id)[0]?.current).toMatchObject({ id: theirs, number: 2, fileName: 'c.pdf' });
	expect(await upload({ ...asked, replaces: theirs })).toMatchObject({ status: 201 });
	expect(listDocuments(server.db, meeting.id)[0]?.current).toMatchObject({ number: 3, fileName: 'b.pdf' });
});

test('what cannot be added leaves no bytes on the disk', async () => {
	const nothing = { name: 'a.pdf', title: 'Tờ trình' };
	expect(await upload({ ...nothing, title: ' ' })).toEqual({ status: 400, code: 'title-empty' });
	expect(await upload({ ...nothing, item: 'of-another-meeting' })).toEqual({
		status: 400,
		code: 'agenda-item-unknown',
	});
	expect(await upload({ name: 'a.pdf', document: 'no-such' })).toEqual({ status: 404, code: 'not-found' });
	const delegate = server.signIn(meeting.delegateIds[0] ?? '');
	expect(await upload(nothing, delegate)).toEqual({ status: 403, code: 'not-allowed' });
	setStatus(server.db, meeting.id, 'live', Date.now());
	setStatus(server.db, meeting.id, 'ended', Date.now());
	expect(await upload(nothing)).toEqual({ status: 400, code: 'meeting-over' });
	expect(existsSync(path.join(server.dataDir, 'files'))).toBe(false);
});

test('words are found in the papers that whoever asks may read, and in no other', async () => {
	const { versionId } = await upload({ name: 'a.pdf', title: 'Tờ trình' });
	const restricted = await upload({ name: 'b.pdf', title: 'Báo cáo', label: 'restricted' }, secretary, `${pdf} 2`);
	const { db } = server;
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
	const again = await upload({ name: 'a.pdf', title: 'Tờ trình, một lần nữa' });
	expect(await found(secretary), 'the same file as two papers').toContain(again.versionId);
	db.sqlite.exec(`DELETE FROM document_versions WHERE id = '${again.versionId ?? ''}'`);
	db.sqlite.exec(`UPDATE meeting_roles SET role = 'guest' WHERE participant_id = '${meeting.delegateIds[0] ?? ''}'`);
	expect(await found(server.signIn(meeting.delegateIds[0] ?? ''))).toEqual([versionId]);
});
