import { setAccess } from '#db/documents/paper-access.ts';
import { mostDevices, onceFor } from '#db/documents/mark-keys.ts';
import { mostMarkBytes, putMarks } from '#db/documents/paper-marks.ts';
import { addVersion, listDocuments, openFile } from '#db/documents/documents.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import type { DeviceKey } from '#lib/marks/device-keys.ts';
import { OwnKeys, type OwnKey } from '#lib/marks/own-key.ts';
import { fromBase64, newDeviceKey, seal, toBase64, unseal } from '#lib/marks/seal.ts';
import type { ChangedMarks, SealedMark } from '#lib/marks/sealed-mark.ts';
import { isHttpError } from '@sveltejs/kit';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import * as keyRoutes from '../../../app/src/routes/account/mark-keys/+server.ts';
import { GET as carryOver } from '../../../app/src/routes/papers/[versionId]/marks/carry/+server.ts';
import { GET, PUT } from '../../../app/src/routes/papers/[versionId]/marks/+server.ts';
import { prepareWalk, type Walker } from '../rights/walk.ts';
import { startRouteServer } from './route-server.ts';

let server: Awaited<ReturnType<typeof startRouteServer>>;
let walk: Awaited<ReturnType<typeof prepareWalk>>;

beforeEach(async () => {
	server = await startRouteServer();
	walk = await prepareWalk(server.db, server.dataDir);
});

const walkerOf = (name: string): Walker => {
	const walker = walk.walkers.find((each) => each.name === name);
	if (!walker) throw new Error(`nobody is ${name}`);
	return walker;
};

/** A route's answer, or as what it refused. */
async function answerOf(call: () => Response | Promise<Response>): Promise<Response> {
	try {
		return await call();
	} catch (thrown) {
		if (!isHttpError(thrown)) throw thrown;
		return Response.json(thrown.body, { status: thrown.status });
	}
}

const event = ({ session }: Walker, url: string, init?: RequestInit) =>
	({
		locals: { session },
		params: { versionId: walk.versionId },
		url: new URL(url, 'https://here'),
		request: new Request(new URL(url, 'https://here'), init),
		getClientAddress: () => '10.1.2.3',
	}) as never;

/** A device of a person, with the keys that it keeps. */
function deviceOf(walker: Walker): OwnKeys {
	let kept: Promise<DeviceKey> | undefined;
	const made = async () => ({ id: crypto.randomUUID(), key: await newDeviceKey() });
	const keys = { of: () => (kept ??= made()) };
	return new OwnKeys(walker.session?.participantId ?? '', keys, (url, init) => {
		const route = keyRoutes[(init?.method ?? 'GET') as 'GET'];
		return answerOf(() => route(event(walker, url, init)));
	});
}

async function begin(device: OwnKeys): Promise<{ own: OwnKey; code: string }> {
	const code = device.newCode();
	const own = await device.create(code);
	if (own === 'taken') throw new Error('there is a key');
	return { own, code };
}

const put = (walker: Walker, own: OwnKey, marks: readonly SealedMark[], since = 0) =>
	answerOf(() =>
		PUT(event(walker, `/?since=${since}`, { method: 'PUT', body: JSON.stringify({ keyId: own.keyId, marks }) })),
	);
const get = (walker: Walker, since = 0) => answerOf(() => GET(event(walker, `/?since=${since}`)));
const changed = async (answer: Response) => (await answer.json()) as ChangedMarks;

async function sealedMark(own: OwnKey, text: string, over: Partial<SealedMark> = {}): Promise<SealedMark> {
	const sealed = toBase64(await seal(own.key, new TextEncoder().encode(text), ['chỗ']));
	return { id: crypto.randomUUID(), page: 2, changedAt: 1_000, sealed, ...over };
}

test('each who may read a paper, and is a person, marks it; nobody is told of another’s marks', async () => {
	const marking: string[] = [];
	const seen: number[] = [];
	const people = walk.walkers.filter(({ session }) => session !== undefined);
	for (const walker of people) {
		if (walker.session?.personId == null) {
			expect((await get(walker)).status).toBe(403);
			continue;
		}
		const { own } = await begin(deviceOf(walker));
		const answer = await put(walker, own, [await sealedMark(own, 'của tôi')]);
		const told = await get(walker);
		expect(told.status).toBe(answer.status);
		if (!answer.ok) continue;
		marking.push(walker.name);
		seen.push((await changed(told)).marks.length);
	}
	// Its restricted label keeps it from the guest.
	expect(marking).toEqual(['chair', 'secretary', 'operator', 'delegate', 'author', 'keep-papers']);
	expect(new Set(seen)).toEqual(new Set([1]));
});

test('whoever reads the database reads nothing that was marked, and has no key; the recovery code opens it on another device, and no other code', async () => {
	const chair = walkerOf('chair');
	const { db } = server;
	await deviceOf(chair).forget();
	const device = deviceOf(chair);
	expect(await device.find()).toBe('new');
	const { own, code } = await begin(device);
	expect(code).toMatch(/^([BCFGHJKMNPRSTVXZ]{4} ){7}[BCFGHJKMNPRSTVXZ]{4}$/);
	expect(await deviceOf(chair).create(device.newCode())).toBe('taken');
	const secret = 'Không đồng ý điểm 3, phải hỏi lại Sở Tài chính';
	const mark = await sealedMark(own, secret);
	expect((await put(chair, own, [mark])).status).toBe(200);
	const stored = Buffer.concat([
		Buffer.from(db.sqlite.serialize()),
		Buffer.from(JSON.stringify(db.sqlite.prepare('SELECT * FROM paper_marks').all())),
	]);
	for (const plain of [secret, Buffer.from(secret).toString('base64').slice(4, 40), code.replaceAll(' ', '')])
		expect(stored.includes(plain)).toBe(false);
	expect(stored.includes(fromBase64(mark.sealed ?? ''))).toBe(true);

	expect(await device.find()).toMatchObject({ keyId: own.keyId });
	const other = deviceOf(chair);
	expect(await other.find()).toBe('locked');
	expect(await other.unlock(device.newCode())).toBe('wrong');
	expect(await other.unlock('mã của tôi')).toBe('wrong');
	const unlocked = await other.unlock(` ${code.toLowerCase().replaceAll(' ', '-')}`);
	if (unlocked === 'wrong') throw new Error('the code does not open it');
	const opened = await unseal(unlocked.key, fromBase64(mark.sealed ?? ''), ['chỗ']);
	expect(new TextDecoder().decode(opened)).toBe(secret);
	// Put elsewhere it does not open.
	expect(await unseal(unlocked.key, fromBase64(mark.sealed ?? ''), ['chỗ khác'])).toBeUndefined();
	expect(await other.find()).toMatchObject({ keyId: own.keyId });

	const newer = device.newCode();
	expect(await other.changeCode(newer)).toBe(true);
	const third = deviceOf(chair);
	expect(await third.unlock(code)).toBe('wrong');
	expect(await third.unlock(newer)).toMatchObject({ keyId: own.keyId });
});

test('marks are taken in once each, the later change of one stays, and who was away is told what has changed', async () => {
	const delegate = walkerOf('delegate');
	await deviceOf(delegate).forget();
	const { own } = await begin(deviceOf(delegate));
	const [one, two] = [await sealedMark(own, 'một'), await sealedMark(own, 'hai', { page: 3 })];
	const first = await changed(await put(delegate, own, [one, two]));
	expect(first.marks.toSorted((a, b) => a.page - b.page)).toEqual([one, two]);
	const taken = await changed(await put(delegate, own, [{ ...one, sealed: null, changedAt: 3_000 }], first.revision));
	expect(taken).toEqual({ revision: first.revision + 1, marks: [{ ...one, sealed: null, changedAt: 3_000 }] });
	// What was on its way for long, of another device or of this one again, undoes nothing.
	const late = await changed(await put(delegate, own, [one, two, { ...one, changedAt: 2_000 }], taken.revision));
	expect(late).toEqual({ revision: taken.revision, marks: [] });
	expect((await changed(await get(delegate, first.revision))).marks).toEqual(taken.marks);

	const refused = async (marks: readonly unknown[]) => (await put(delegate, own, marks as SealedMark[])).status;
	expect(await refused([{ ...one, page: 0 }])).toBe(400);
	expect(await refused([{ ...one, id: 'x' }])).toBe(400);
	expect(await refused([{ ...one, sealed: 'A'.repeat(90_000) }])).toBe(400);
	expect(await refused(Array.from({ length: 501 }, () => one))).toBe(400);
});

test('what was marked before a paper was recalled is taken in and kept, and not told until it is read again', async () => {
	const delegate = walkerOf('delegate');
	const { db } = server;
	const [paper] = listDocuments(db, walk.meetingId);
	await deviceOf(delegate).forget();
	const { own } = await begin(deviceOf(delegate));
	setAccess(db, paper?.id ?? '', { everyone: 'download', until: 1, readers: [] });
	expect((await put(delegate, own, [await sealedMark(own, 'một')])).status).toBe(200);
	expect((await get(delegate)).status).toBe(410);
	setAccess(db, paper?.id ?? '', { everyone: 'none', until: null, readers: [] });
	expect((await put(delegate, own, [await sealedMark(own, 'hai')])).status).toBe(404);
	setAccess(db, paper?.id ?? '', { everyone: 'download', until: null, readers: [] });
	expect((await changed(await get(delegate))).marks).toHaveLength(1);
});

test('a key that its person has given up takes nothing in, and of many devices the oldest gives way', async () => {
	const author = walkerOf('author');
	await deviceOf(author).forget();
	const device = deviceOf(author);
	const { own, code } = await begin(device);
	await put(author, own, [await sealedMark(own, 'một')]);
	for (let more = 0; more < mostDevices; more += 1) await deviceOf(author).unlock(code);
	expect(await device.find()).toBe('locked');
	expect(await device.changeCode(device.newCode())).toBe(false);
	expect(await device.unlock(code)).toMatchObject({ keyId: own.keyId });
	await device.forget();
	expect((await changed(await get(author))).marks).toEqual([]);
	expect((await put(author, own, [await sealedMark(own, 'hai')])).status).toBe(409);
	expect(await device.unlock(code)).toBe('wrong');
});

test('the marks of one person on one paper have an end, by what they weigh, too', async () => {
	const author = walkerOf('author');
	await deviceOf(author).forget();
	const { own } = await begin(deviceOf(author));
	const place = { personId: author.session?.participantId ?? '', versionId: walk.versionId };
	const one = { page: 1, changedAt: 1, sealed: Buffer.alloc(mostMarkBytes / 8) };
	const marks = Array.from({ length: 8 }, () => ({ ...one, id: crypto.randomUUID() }));
	putMarks(server.db, place, own.keyId, marks);
	const answer = await put(author, own, [await sealedMark(own, 'thêm')]);
	expect(await answer.json()).toMatchObject({ status: 400, message: 'marks-too-many' });
	// What is taken away makes room.
	expect((await put(author, own, [{ ...one, id: marks[0]?.id ?? '', sealed: null, changedAt: 2 }])).status).toBe(200);
});

test('what can be carried to a newer version is told to who may read both, of their own marks alone', async () => {
	const { db, dataDir } = server;
	const { id: documentId = '' } = listDocuments(db, walk.meetingId)[0] ?? {};
	const file = openFile(db, dataDir, walk.versionId);
	for (const name of ['delegate', 'author']) {
		const walker = walkerOf(name);
		await deviceOf(walker).forget();
		const { own } = await begin(deviceOf(walker));
		const marks = [await sealedMark(own, 'một')];
		if (name === 'author') marks.push(await sealedMark(own, 'hai', { sealed: null }));
		await put(walker, own, name === 'author' ? marks.slice(1) : marks);
	}
	const contents = { signed: false, repaired: false, pages: [{ text: 'A', folded: 'a', size: [595, 842] as const }] };
	for (const _ of keepContents(db, file.sha256, contents));
	const stored = { sha256: file.sha256, size: file.size, type: 'application/pdf' as const };
	const { versionId, number } = addVersion(
		db,
		documentId,
		{ file: stored, fileName: 'b.pdf', uploadedBy: null, pages: 1 },
		Date.now(),
	);
	const ask = async (walker: Walker, of: string) => {
		const asked = { ...(event(walker, '/') as object), params: { versionId: of } } as never;
		const answer = await answerOf(() => carryOver(asked));
		return answer.ok ? ((await answer.json()) as unknown) : answer.status;
	};
	const carry = { from: walk.versionId, to: { versionId, number }, pages: [[1, 1]] };
	expect(await ask(walkerOf('delegate'), versionId)).toEqual(carry);
	expect(await ask(walkerOf('delegate'), walk.versionId)).toEqual(carry);
	// Who has marked nothing there by now.
	expect(await ask(walkerOf('author'), versionId)).toBeNull();
	expect(await ask(walkerOf('chair'), versionId)).toBeNull();
	const others = walk.walkers.filter(({ session, showing }) => session && !showing.roles && !showing.isAuthor);
	for (const walker of [...others.filter(({ name }) => name !== 'keep-papers'), walkerOf('guest')])
		expect([403, 404], walker.name).toContain(await ask(walker, versionId));
	setAccess(db, documentId, { everyone: 'download', until: 1, readers: [] });
	expect(await ask(walkerOf('delegate'), versionId)).toBe(410);
});

test('a device that has the key shows a code that opens the marks on one more, once and for some minutes', async () => {
	const author = walkerOf('author');
	await deviceOf(author).forget();
	const device = deviceOf(author);
	expect(await device.codeForOnce()).toBeUndefined();
	const { own } = await begin(device);
	const code = (await device.codeForOnce()) ?? '';
	expect(code).toMatch(/^([BCFGHJKMNPRSTVXZ]{4} ){3}[BCFGHJKMNPRSTVXZ]{4}$/);
	const stored = Buffer.from(JSON.stringify(server.db.sqlite.prepare('SELECT * FROM mark_keys').all()));
	expect(stored.includes(code.replaceAll(' ', ''))).toBe(false);
	// It is one person's, and of this key.
	await deviceOf(walkerOf('delegate')).forget();
	await begin(deviceOf(walkerOf('delegate')));
	expect(await deviceOf(walkerOf('delegate')).unlock(code)).toBe('wrong');
	const tablet = deviceOf(author);
	expect(await tablet.codeForOnce()).toBeUndefined();
	expect(await tablet.unlock('BCFG HJKM NPRS TVXZ')).toBe('wrong');
	const unlocked = await tablet.unlock(code);
	if (unlocked === 'wrong') throw new Error('the code does not open it');
	const sealed = await seal(own.key, new TextEncoder().encode('một'), ['chỗ']);
	expect(new TextDecoder().decode(await unseal(unlocked.key, sealed, ['chỗ']))).toBe('một');
	expect(await tablet.find()).toMatchObject({ keyId: own.keyId });
	expect(await deviceOf(author).unlock(code)).toBe('wrong');
	const late = (await device.codeForOnce()) ?? '';
	vi.setSystemTime(Date.now() + onceFor);
	onTestFinished(() => void vi.useRealTimers());
	expect(await deviceOf(author).unlock(late)).toBe('wrong');
});
