import { listAudit } from '#db/audit/audit.ts';
import { openSession, resolveSession } from '#db/auth/sessions.ts';
import { DataError } from '#db/data-error.ts';
import { addVersion, listDocuments } from '#db/documents/documents.ts';
import type { StoredFile } from '#db/documents/file-store.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { unlookedIntake } from '#test/support/unlooked-intake.ts';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from './upload-server.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let uploads: Awaited<ReturnType<typeof startUploads>>;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	server = await startRouteServer();
	uploads = await startUploads(server);
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

const pdf = '%PDF-1.7 tài liệu';
const length = Buffer.byteLength(pdf);

const upload = (asked: Record<string, string>, cookie = secretary, text = pdf) =>
	uploads.send(cookie, { meeting: meeting.id, ...asked }, text);

/** @returns where it is */
async function create(asked: Record<string, string>, cookie = secretary): Promise<string> {
	const created = await uploads.create(cookie, length, { meeting: meeting.id, modified: '1', ...asked });
	expect(created.status).toBe(201);
	return created.headers.get('location') ?? '';
}

const idOf = (outcome: object): string => ('versionId' in outcome ? String(outcome.versionId) : 'none');
const kept = () =>
	readdirSync(path.join(server.dataDir, 'files'), { recursive: true, withFileTypes: true })
		.filter((each) => each.isFile())
		.map(({ name }) => name);

test('a paper is taken into the dossier, and another version of it', async () => {
	const first = idOf(await upload({ name: 'a.pdf', title: 'Tờ trình' }));
	const [paper] = listDocuments(server.db, meeting.id);
	const second = idOf(await upload({ name: 'b.pdf', document: paper?.id ?? '', replaces: first }));
	expect(listDocuments(server.db, meeting.id)).toMatchObject([
		{ title: 'Tờ trình', current: { number: 2, id: second } },
	]);
	const sha256 = paper?.current.sha256 ?? '';
	expect(listAudit(server.db, { action: 'upload-paper' })).toMatchObject([
		{ ip: '127.0.0.1', subject: meeting.id, detail: { versionId: second, fileName: 'b.pdf', sha256 } },
		{ ip: '127.0.0.1', subject: meeting.id, detail: { versionId: first, fileName: 'a.pdf', sha256 } },
	]);
	expect(kept()).toEqual([sha256]);
});

test('who is inside has a new paper at once, and the next version of it', async () => {
	const inside = await server.enter(secretary, { meetingId: meeting.id });
	const shows = (versionId: string) =>
		inside.until('the paper', ({ plan }) => plan?.papers.map((paper) => paper.versionId).join() === versionId);
	const first = idOf(await upload({ name: 'a.pdf', title: 'Tờ trình' }));
	await shows(first);
	const [paper] = listDocuments(server.db, meeting.id);
	await shows(idOf(await upload({ name: 'b.pdf', document: paper?.id ?? '', replaces: first })));
});

test('what somebody may is asked again once the whole file is here; who signs in again has sent nothing in vain', async () => {
	const { participants } = requireMeeting(server.db, meeting.id);
	server.db.sqlite.exec(`UPDATE meetings SET created_by = '${meeting.chairId}'`);
	let happens = (): unknown => undefined;
	const whileOpened = {
		...unlookedIntake,
		take: (file: StoredFile) => {
			happens();
			return unlookedIntake.take(file);
		},
	};
	uploads = await startUploads(server, { intake: whileOpened });
	happens = () =>
		updateMeeting(server.db, meeting.id, {
			participants: participants.map((each) =>
				each.id === meeting.secretaryId ? { ...each, roles: ['guest'] } : each,
			),
			bodyId: null,
		});
	expect(await upload({ name: 'a.pdf', title: 'Tờ trình' })).toEqual({ code: 'not-allowed' });

	const chair = server.signIn(meeting.chairId);
	const accountId = resolveSession(server.db, chair.split('=')[1] ?? '', Date.now())?.accountId ?? '';
	happens = () => server.db.sqlite.exec('DELETE FROM sessions');
	const where = await create({ name: 'a.pdf', title: 'Tờ trình' }, chair);
	await uploads.patch(where, chair, 0, pdf);
	expect(await uploads.outcome(where, chair)).toEqual({ code: 'not-signed-in' });
	expect([listDocuments(server.db, meeting.id), listAudit(server.db, { action: 'upload-paper' })]).toEqual([[], []]);
	happens = () => undefined;
	const { token } = openSession(server.db, {
		accountId,
		isTerminal: false,
		ip: null,
		userAgent: null,
		now: Date.now(),
	});
	expect(await uploads.outcome(where, `nhip-cau-phien=${token}`)).toHaveProperty('versionId');
});

test('of two who upload a new version of a paper the second is told, before and after the bytes, and replaces nothing unseen', async () => {
	const first = idOf(await upload({ name: 'a.pdf', title: 'Tờ trình' }));
	const document = listDocuments(server.db, meeting.id)[0]?.id ?? '';
	const asked = { name: 'b.pdf', document, replaces: first };
	const where = await create(asked);
	// The other one's is there by the time that all of this one is.
	const file = { sha256: 'a'.repeat(64), size: 9, type: 'application/pdf' } as const;
	const theirs = addVersion(server.db, document, { file, fileName: 'c.pdf', uploadedBy: null }, 2).versionId;
	await uploads.patch(where, secretary, 0, pdf);
	const changed = { code: 'dossier-changed' };
	expect(await uploads.outcome(where, secretary)).toEqual(changed);
	expect(await upload(asked)).toEqual(changed);
	expect(await upload({ name: 'b.pdf', document })).toEqual(changed);
	expect(listDocuments(server.db, meeting.id)[0]?.current).toMatchObject({ id: theirs, number: 2, fileName: 'c.pdf' });
	// Who has seen it says so, and sends nothing twice.
	const body = JSON.stringify({ ...asked, label: 'internal', declared: 'no-state-secret', replaces: theirs });
	expect((await uploads.ask(where, secretary, { method: 'POST', body })).status).toBe(200);
	expect(await uploads.outcome(where, secretary)).toHaveProperty('versionId');
	expect(listDocuments(server.db, meeting.id)[0]?.current).toMatchObject({ number: 3, fileName: 'b.pdf' });
	expect((await uploads.ask(where, secretary, { method: 'POST', body })).status, 'it is done').toBe(200);
});

test('what cannot be added is refused before its bytes', async () => {
	const nothing = { name: 'a.pdf', title: 'Tờ trình' };
	expect(await upload({ ...nothing, title: ' ' })).toEqual({ code: 'title-empty' });
	expect(await upload({ ...nothing, item: 'of-another-meeting' })).toEqual({ code: 'agenda-item-unknown' });
	expect(await upload({ name: 'a.pdf', document: 'no-such' })).toEqual({ code: 'not-found' });
	expect(await upload(nothing, server.signIn(meeting.delegateIds[0] ?? ''))).toEqual({ code: 'not-allowed' });
	expect(await upload(nothing, secretary, '')).toEqual({ code: 'file-empty' });
	setStatus(server.db, meeting.id, 'live', Date.now());
	setStatus(server.db, meeting.id, 'ended', Date.now());
	expect(await upload(nothing)).toEqual({ code: 'meeting-over' });
	expect(kept()).toEqual([]);
});

test('where the disk has filled up meanwhile that is said, and the bytes wait for room', async () => {
	let isFull = true;
	const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
	const take = async (file: StoredFile) => {
		if (isFull) throw full;
		return unlookedIntake.take(file);
	};
	uploads = await startUploads(server, { intake: { ...unlookedIntake, take } });
	const where = await create({ name: 'a.pdf', title: 'Tờ trình' });
	await uploads.patch(where, secretary, 0, pdf);
	expect(await uploads.outcome(where, secretary)).toEqual({ code: 'storage-full' });
	isFull = false;
	expect(await uploads.outcome(where, secretary)).toHaveProperty('versionId');
});

test('what is no PDF leaves nothing, and says so to whoever asks later', async () => {
	const where = await create({ name: 'a.pdf', title: 'Tờ trình' });
	await uploads.patch(where, secretary, 0, Buffer.alloc(length, 'MZ'));
	expect(await uploads.outcome(where, secretary)).toEqual({ code: 'file-type-refused' });
	expect([kept(), uploads.rowOf(where)?.refusal]).toEqual([[], 'file-type-refused']);
});

test('a file that was there when the process ended is taken in when it starts, once; half a one goes on', async () => {
	const closing = { ...unlookedIntake, take: () => Promise.reject(new DataError('closing', '')) };
	const before = await startUploads(server, { intake: closing });
	const asked = { meeting: meeting.id, modified: '1', name: 'a.pdf', title: 'Tờ trình' };
	const [whole, half] = [await before.create(secretary, length, asked), await before.create(secretary, length, asked)];
	const [wholeAt, halfAt] = [whole, half].map(({ headers }) => headers.get('location') ?? '') as [string, string];
	await before.patch(wholeAt, secretary, 0, pdf);
	await before.patch(halfAt, secretary, 0, pdf.slice(0, 9));
	expect(await before.outcome(wholeAt, secretary)).toEqual({ code: 'closing' });
	expect(listDocuments(server.db, meeting.id)).toEqual([]);
	await before.uploads.close();

	const after = await startUploads(server);
	await Promise.all([after.uploads.catchUp(), after.uploads.catchUp()]);
	expect(listDocuments(server.db, meeting.id)).toHaveLength(1);
	const begun = await (await after.ask(`/uploads?meeting=${meeting.id}`, secretary)).json();
	expect(begun).toMatchObject([{ name: 'a.pdf', size: length, modified: 1 }]);
	await after.patch(halfAt, secretary, 9, pdf.slice(9));
	expect(await after.outcome(halfAt, secretary)).toHaveProperty('versionId');
	// Who was cut off before they were told does not begin again.
	const head = await after.ask(wholeAt, secretary, { method: 'HEAD' });
	expect(head.headers.get('upload-offset')).toBe(String(length));
	expect(listDocuments(server.db, meeting.id)).toHaveLength(2);
});
