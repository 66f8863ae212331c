import { addDocument, listDocuments } from '#db/documents/documents.ts';
import { filePath, hasFile, storeFile } from '#db/documents/file-store.ts';
import { insertUpload, listAllOpenUploads, uploadsKept } from '#db/documents/uploads.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { startRouteServer } from '../routes/route-server.ts';
import { startUploads } from './upload-server.ts';
import { mostUploads } from '../../../app/uploads/limits.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let uploads: Awaited<ReturnType<typeof startUploads>>;
let meeting: TestMeeting;
let secretary: string;
let asked: Record<string, string>;

beforeEach(async () => {
	server = await startRouteServer();
	uploads = await startUploads(server);
	meeting = createTestMeeting(server.db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
	asked = {
		label: 'internal',
		declared: 'no-state-secret',
		meeting: meeting.id,
		name: 'a.pdf',
		title: 'Tờ trình',
		modified: '1',
	};
});

const pdf = '%PDF-1.7 tài liệu';
const length = Buffer.byteLength(pdf);

const begin = async (cookie = secretary) => (await uploads.create(cookie, length, asked)).headers.get('location') ?? '';

const parts = () => readdirSync(path.join(server.dataDir, 'files', 'parts'));

test('somebody else’s upload is nobody else’s, whatever they may in that meeting; without a session there is nothing', async () => {
	const where = await begin();
	const chair = server.signIn(meeting.chairId);
	const tried = async (cookie: string | undefined) => [
		(await uploads.ask(where, cookie, { method: 'HEAD' })).status,
		(await uploads.patch(where, cookie, 0, pdf)).status,
		(await uploads.ask(where, cookie, { method: 'DELETE' })).status,
		(
			await uploads.ask(where, cookie, {
				method: 'POST',
				body: JSON.stringify({ name: 'b.pdf', title: 'B', label: 'public' }),
			})
		).status,
		(await uploads.ask(where, cookie)).status,
	];
	expect(await tried(chair)).toEqual([404, 404, 404, 404, 404]);
	expect(await tried(undefined)).toEqual([401, 401, 401, 401, 401]);
	expect(await (await uploads.ask(`/uploads?meeting=${meeting.id}`, chair)).json()).toEqual([]);
	expect((await uploads.patch(where, secretary, 0, pdf)).status).toBe(204);
});

test('a page of another site sends nothing, and reads nothing', async () => {
	const where = await begin();
	const headers = {
		origin: 'https://elsewhere',
		'content-type': 'application/offset+octet-stream',
		'upload-offset': '0',
	};
	const refused = await uploads.ask(where, secretary, { method: 'PATCH', headers, body: pdf });
	expect([refused.status, await refused.json()]).toEqual([403, { code: 'not-allowed' }]);
	const read = await uploads.ask(where, secretary, { method: 'HEAD', headers: { origin: 'https://elsewhere' } });
	expect(read.headers.get('access-control-allow-origin')).toBeNull();
	expect((await uploads.ask(where, secretary, { method: 'OPTIONS' })).status).toBe(405);
});

const beginnings: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
	['a negative length', { 'upload-length': '-1' }],
	['a length that is none', { 'upload-length': '1e3' }],
	['no length', {}],
	['a length that is told later', { 'upload-defer-length': '1' }],
	['more than a paper may weigh', { 'upload-length': String(3 * 1024 ** 3) }],
	['beyond what numbers hold', { 'upload-length': '9007199254740993' }],
	['a part of a whole', { 'upload-length': '9', 'upload-concat': 'partial' }],
	['another protocol', { 'upload-length': '9', 'tus-resumable': '0.2.0' }],
	['metadata that are none', { 'upload-length': '9', 'upload-metadata': 'meeting %%%' }],
];

test('refuses to begin with what is no upload of ours', async () => {
	const words = Object.entries(asked).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
	for (const [what, others] of beginnings) {
		const headers = { 'upload-metadata': words.join(','), ...others };
		const refused = await uploads.ask('/uploads', secretary, { method: 'POST', headers });
		expect([400, 412, 413, 501], what).toContain(refused.status);
	}
	expect([listAllOpenUploads(server.db), parts()]).toEqual([[], []]);
});

test('refuses metadata that are too large, names that are paths, and ids that are', async () => {
	expect((await uploads.create(secretary, length, { ...asked, title: 'x'.repeat(1001) })).status).toBe(400);
	await expect(
		uploads.create(secretary, length, { ...asked, title: 'x'.repeat(100_000) }).then(({ status }) => status),
	).resolves.toBe(431);
	const { send } = uploads;
	await send(secretary, { ...asked, name: '../../../etc/passwd', id: '../x', versionId: 'y' }, pdf);
	expect(listDocuments(server.db, meeting.id)[0]?.current.fileName).toBe('passwd');
	for (const id of ['../../db.sqlite', '..%2f..%2fdb.sqlite', 'a'.repeat(36), '%00'.repeat(12)])
		expect((await uploads.ask(`/uploads/${id}`, secretary, { method: 'HEAD' })).status).toBe(404);
});

test('an offset that is a lie, more than was announced, and what goes on after its end, change nothing', async () => {
	const where = await begin();
	const statuses = [
		(await uploads.patch(where, secretary, 5, pdf)).status,
		(await uploads.patch(where, secretary, -1, pdf)).status,
		(await uploads.patch(where, secretary, '0x0', pdf)).status,
		(await uploads.patch(where, secretary, 0, `${pdf} và nhiều hơn nữa`)).status,
	];
	expect(statuses).toEqual([409, 400, 400, 413]);
	expect(readFileSync(path.join(server.dataDir, 'files', 'parts', parts()[0] ?? ''))).toHaveLength(0);
	expect((await uploads.patch(where, secretary, 0, pdf)).status).toBe(204);
	expect(await uploads.outcome(where, secretary)).toHaveProperty('versionId');
	expect((await uploads.patch(where, secretary, length, 'x')).status).toBe(410);
	expect((await uploads.ask(where, secretary, { method: 'DELETE' })).status).toBe(410);
	expect(listDocuments(server.db, meeting.id)).toHaveLength(1);
});

test('what was given up is gone', async () => {
	const where = await begin();
	await uploads.patch(where, secretary, 0, pdf.slice(0, 5));
	expect((await uploads.ask(where, secretary, { method: 'DELETE' })).status).toBe(204);
	expect([parts(), listAllOpenUploads(server.db)]).toEqual([[], []]);
	expect((await uploads.patch(where, secretary, 5, pdf.slice(5))).status).toBe(404);
	expect((await uploads.ask(where, secretary)).status).toBe(404);
});

test('of two links over which the same upload comes the newer one counts, and is not kept waiting by the other', async () => {
	const where = await begin();
	const { promise: silent } = Promise.withResolvers<void>();
	let first = true;
	const stuck = new ReadableStream<Uint8Array>({
		pull: (controller) => {
			if (!first) return silent;
			first = false;
			controller.enqueue(Buffer.from(pdf.slice(0, 9)));
			return undefined;
		},
	});
	const hanging = uploads.patch(where, secretary, 0, stuck).catch(() => undefined);
	await expect.poll(() => readFileSync(path.join(server.dataDir, 'files', 'parts', parts()[0] ?? '')).length).toBe(9);
	const head = await uploads.ask(where, secretary, { method: 'HEAD' });
	expect(head.headers.get('upload-offset')).toBe('9');
	expect((await uploads.patch(where, secretary, 9, pdf.slice(9))).status).toBe(204);
	expect(await uploads.outcome(where, secretary)).toHaveProperty('versionId');
	await hanging;
});

test('one person has so many under way, and so much', async () => {
	const where = await begin();
	const row = uploads.rowOf(where);
	if (!row) throw new Error('nothing was begun');
	const { versionId: _v, refusal: _r, ...begun } = row;
	const fill = (count: number, size: number) => {
		for (let at = 0; at < count; at += 1) insertUpload(server.db, { ...begun, id: crypto.randomUUID(), size });
	};
	const refusal = async () => (await (await uploads.create(secretary, length, asked)).json()) as unknown;
	fill(mostUploads.open - 1, 1);
	expect(await refusal()).toEqual({ code: 'too-many-uploads' });
	server.db.sqlite.exec('DELETE FROM uploads');
	fill(1, mostUploads.openBytes);
	expect(await refusal()).toEqual({ code: 'too-many-uploads' });
});

test('each day what nobody went on with, and bytes that no paper has, are thrown away; nothing else', async () => {
	const { db, dataDir } = server;
	const paper = await storeFile(dataDir, Buffer.from(pdf));
	addDocument(
		db,
		{ meetingId: meeting.id, title: 'A', label: 'public', file: paper, fileName: 'a', uploadedBy: null },
		1,
	);
	const orphan = await storeFile(dataDir, Buffer.from(`${pdf} không ai giữ`));
	const lost = path.join(dataDir, 'files', 'parts', crypto.randomUUID());
	writeFileSync(lost, 'x');
	const where = await begin();
	const now = Date.now();
	await uploads.uploads.sweep(now);
	expect([await hasFile(dataDir, orphan.sha256), existsSync(lost), parts().length]).toEqual([true, false, 1]);
	// While the same bytes are being stored again, they are somebody's.
	const [, kept] = await Promise.all([
		uploads.uploads.sweep(now + uploadsKept - 60_000),
		storeFile(dataDir, Buffer.from(`${pdf} không ai giữ`)),
	]);
	expect(kept.sha256).toBe(orphan.sha256);
	await uploads.uploads.sweep(now + uploadsKept + 60_000);
	expect([await hasFile(dataDir, orphan.sha256), await hasFile(dataDir, paper.sha256), parts()]).toEqual([
		false,
		true,
		[],
	]);
	expect(readFileSync(filePath(dataDir, paper.sha256), 'utf8')).toBe(pdf);
	expect((await uploads.ask(where, secretary, { method: 'HEAD' })).status).toBe(404);
});
