import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { setStatus } from '#db/meetings/status.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { POST } from '../../../app/src/routes/meetings/[id]/papers/+server.ts';
import { startRouteServer } from './route-server.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	server = await startRouteServer();
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

async function upload(asked: Record<string, string>, cookie = secretary) {
	const url = new URL(`https://here/meetings/${meeting.id}/papers?${new URLSearchParams(asked)}`);
	const request = new Request(url, { method: 'POST', body: '%PDF-1.7 tài liệu' });
	const session = resolveSession(server.db, cookie.split('=')[1] ?? '', Date.now());
	const event = { locals: { session }, params: { id: meeting.id }, request, url, getClientAddress: () => '10.1.2.3' };
	const answer = await POST(event as never);
	return { status: answer.status, ...((await answer.json()) as { versionId?: string; code?: string }) };
}

test('a paper is taken into the dossier, and another version of it', async () => {
	expect(await upload({ name: 'a.pdf', title: 'Tờ trình' })).toMatchObject({ status: 201 });
	const [paper] = listDocuments(server.db, meeting.id);
	const second = await upload({ name: 'b.pdf', document: paper?.id ?? '' });
	expect(listDocuments(server.db, meeting.id)).toMatchObject([
		{ title: 'Tờ trình', current: { number: 2, id: second.versionId } },
	]);
	const sha256 = paper?.current.sha256 ?? '';
	expect(listAudit(server.db, { action: 'upload-paper' })).toMatchObject([
		{ ip: '10.1.2.3', subject: meeting.id, detail: { versionId: second.versionId, fileName: 'b.pdf', sha256 } },
		{ ip: '10.1.2.3', subject: meeting.id, detail: { versionId: paper?.current.id, fileName: 'a.pdf', sha256 } },
	]);
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
