import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { DataError } from '#db/data-error.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { listHeld } from '#db/documents/held-papers.ts';
import { discardFile } from '#db/documents/paper-contents.ts';
import type { StoredFile } from '#db/documents/file-store.ts';
import { provideServices, services } from '#live/services.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { unlookedIntake } from '#test/support/unlooked-intake.ts';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { actions, load } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from './upload-server.ts';

/** As the real one, of which the test need not know how it looks into papers. */
const intake = {
	...unlookedIntake,
	take: async (file: StoredFile, { mayBeStamped = false } = {}) => {
		if (mayBeStamped) return unlookedIntake.take(file);
		discardFile(server.db, server.dataDir, file.sha256);
		throw new DataError('paper-stamped', '');
	},
};

let server: Awaited<ReturnType<typeof startRouteServer>>;
let uploads: Awaited<ReturnType<typeof startUploads>>;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	server = await startRouteServer();
	uploads = await startUploads(server, { intake });
	provideServices({ ...services(), uploads: uploads.uploads });
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

const paper = { name: 'ke-hoach-tuyet-doi.pdf', title: 'Kế hoạch tuyệt đối', modified: '1' };
const send = (more: Record<string, string> = {}) =>
	uploads.send(secretary, { ...paper, meeting: meeting.id, ...more }, '%PDF-1.7 MẬT');
const asked = (fields: Readonly<Record<string, string>>, cookie = secretary) => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	return {
		locals: { session: resolveSession(server.db, cookie.split('=')[1] ?? '', Date.now()), theme: 'system' },
		params: { id: meeting.id },
		request: new Request('http://127.0.0.1/', { method: 'POST', body }),
		getClientAddress: () => '10.1.2.3',
		depends: () => {},
	} as never;
};
const held = () => listHeld(server.db, server.dataDir, meeting.id);
const idOfHeld = () => held()[0]?.id ?? '';
const release = (reason = 'đã giải mật', cookie = secretary) =>
	actions.releaseHeldPaper(asked({ uploadId: idOfHeld(), reason }, cookie));
const remove = (cookie = secretary) => actions.deleteHeldPaper(asked({ uploadId: idOfHeld() }, cookie));
const audited = () => listAudit(server.db).map(({ action, detail }) => ({ action, ...detail }));
const filesIn = (folder: string) =>
	existsSync(path.join(server.dataDir, folder))
		? readdirSync(path.join(server.dataDir, folder), { recursive: true, withFileTypes: true })
				.filter((each) => each.isFile())
				.map(({ name }) => name)
		: [];
const stored = () => filesIn('files');

test('nobody sends a file without answering for it that it holds no state secret, and who has is on record', async () => {
	expect(await send({ declared: '' })).toEqual({ code: 'malformed' });
	const undeclared = await uploads.ask('/uploads', secretary, {
		method: 'POST',
		headers: {
			'upload-length': '9',
			'upload-metadata': Object.entries({ ...paper, meeting: meeting.id, label: 'public' })
				.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
				.join(','),
		},
	});
	expect(await undeclared.json()).toEqual({ code: 'secrecy-not-declared' });
	expect(audited()).toEqual([]);
	await send();
	expect(listAudit(server.db, { action: 'declare-no-state-secret' })).toMatchObject([
		{ subject: meeting.id, ip: '127.0.0.1', detail: { upload: idOfHeld() } },
	]);
});

test('what bears a stamp lies apart: no paper, no bytes or name where others are, nor in the record', async () => {
	expect(await send()).toEqual({ held: true });
	const id = idOfHeld();
	expect([listDocuments(server.db, meeting.id), stored()]).toEqual([[], []]);
	expect(filesIn('held').sort()).toEqual([id, `${id}.json`]);
	expect(statSync(path.join(server.dataDir, 'held')).mode & 0o777).toBe(0o700);
	const { papers, held: shown } = await load(asked({}));
	expect([papers, shown]).toMatchObject([[], [{ id, fileName: paper.name, state: 'held' }]]);
	const told = uploads.rowOf(`/uploads/${id}`);
	expect(JSON.stringify([told, audited()])).not.toMatch(/tuyet|tuyệt/i);

	const delegate = server.signIn(meeting.delegateIds[0] ?? '');
	expect((await load(asked({}, delegate))).held).toEqual([]);
});

test('who answers for it with a reason takes it in as any other paper, and that is on record', async () => {
	await send();
	const id = idOfHeld();
	expect(await release(' ')).toMatchObject({ status: 400, data: { code: 'reason-empty' } });
	expect(await release('x', server.signIn(meeting.delegateIds[0] ?? ''))).toMatchObject({ status: 403 });
	expect(await release()).toEqual({ done: true });
	expect(listDocuments(server.db, meeting.id)).toMatchObject([
		{ title: paper.title, current: { fileName: paper.name } },
	]);
	expect([filesIn('held'), held()]).toEqual([[], []]);
	expect(audited()).toMatchObject([
		{ action: 'upload-paper', upload: id },
		{ action: 'release-held-paper', upload: id, reason: 'đã giải mật' },
		{ action: 'hold-paper', upload: id },
		{ action: 'declare-no-state-secret', upload: id },
	]);
	expect(await actions.releaseHeldPaper(asked({ uploadId: id, reason: 'x' }))).toMatchObject({ status: 404 });
});

test('who deletes it deletes its bytes at once', async () => {
	await send();
	const id = idOfHeld();
	expect(await remove(server.signIn(meeting.delegateIds[0] ?? ''))).toMatchObject({ status: 403 });
	expect(await remove()).toEqual({ done: true });
	expect([filesIn('held'), stored(), held(), uploads.rowOf(`/uploads/${id}`)]).toEqual([[], [], [], undefined]);
	expect(audited()[0]).toEqual({ action: 'delete-held-paper', upload: id });
});

test('what nobody decides about is deleted after 72 hours, and those who handle the papers are told; a sweep takes nothing before', async () => {
	await send();
	const heldAt = held()[0]?.heldAt ?? 0;
	const days = 24 * 3_600_000;
	await uploads.uploads.sweep(heldAt + 30 * days);
	uploads.uploads.endHolds(heldAt + 3 * days);
	expect([held()[0]?.state, filesIn('held').length]).toEqual(['held', 2]);
	uploads.uploads.endHolds(heldAt + 3 * days + 1);
	expect(held()).toMatchObject([{ fileName: '', state: { refusal: 'paper-hold-over' } }]);
	expect([filesIn('held'), audited()[0]?.action]).toEqual([[], 'end-paper-hold']);
	expect(await release()).toMatchObject({ status: 404 });
	await uploads.uploads.sweep(heldAt + 5 * days);
	expect(held()).toHaveLength(1);
	await uploads.uploads.sweep(heldAt + 7 * days);
	expect(held()).toEqual([]);
});

test('what is being taken in when the process ends is taken in when it starts; of what is apart and unknown nothing stays', async () => {
	await send();
	const id = idOfHeld();
	const sessionKey = resolveSession(server.db, secretary.split('=')[1] ?? '', Date.now())?.key ?? '';
	uploads.uploads.release({ meetingId: meeting.id, id, sessionKey }, Date.now());
	expect(held()).toMatchObject([{ fileName: paper.name, state: 'opening' }]);
	const after = await startUploads(server, { intake });
	await after.uploads.catchUp();
	expect(listDocuments(server.db, meeting.id)).toHaveLength(1);
	await send();
	server.db.sqlite.exec('DELETE FROM uploads');
	await after.uploads.sweep(Date.now());
	expect(filesIn('held')).toEqual([]);
});
