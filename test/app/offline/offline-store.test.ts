import '#test/support/runes.ts';
import 'fake-indexeddb/auto';
import type { OfflineMeeting } from '#contract/offline.ts';
import { fromStore, wordsAround } from '#lib/offline/from-store.ts';
import { LeaseClock } from '#lib/offline/lease-clock.ts';
import { OfflineStore } from '#lib/offline/offline-store.ts';
import { partBytes } from '#lib/offline/part-bytes.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

const hour = 3_600_000;
const about: OfflineMeeting = {
	meetingId: 'm',
	title: 'Phiên họp về đê điều',
	startsAt: 1,
	reader: { id: 'p', kind: 'person', name: 'Lê Thị Hoa', unitName: 'Xã Hoằng Lộc' },
	agenda: [],
	papers: [],
};
const paper = { versionId: 'v', meetingId: 'm', size: partBytes + 1000 };
const bytes = Uint8Array.from({ length: paper.size }, (_, at) => (at * 7 + (at >> 8)) % 251);
/** of the device, as somebody sets it, and as it passes */
const clock = { now: 1_000 * hour, passed: 0 };

const open = () =>
	OfflineStore.open((greatest) => new LeaseClock(greatest, { now: () => clock.now, passed: () => clock.passed }));
let store: OfflineStore;

beforeEach(async () => {
	Object.assign(clock, { now: 1_000 * hour, passed: 0 });
	store = await open();
	await store.keepMeeting(about, hour);
	await store.beginPaper(paper);
	for (const index of [0, 1])
		await store.keepPart(paper, index, bytes.slice(index * partBytes, (index + 1) * partBytes));
	await store.keepAnswer('m', '/papers/v/marks', '{"revision":0,"marks":[]}');
});
afterEach(async () => {
	await store.wipe();
	store.close();
});

const signal = new AbortController().signal;
const read = (from = 0, to = paper.size) => fromStore(store, 'v').range(from, to, signal);

test('what was kept is read as it was, over the border of its parts, and lies on the disk in no form that anybody reads', async () => {
	expect((await read()).bytes).toEqual(bytes);
	const { bytes: some, total } = await read(partBytes - 3, partBytes + 5);
	expect([some, total]).toEqual([bytes.slice(partBytes - 3, partBytes + 5), paper.size]);
	expect((await store.meeting('m'))?.about).toEqual(about);
	const line = [['Nghị', 1_000, 500, 300, 200]];
	await store.keepAnswer('m', wordsAround('v', 25), JSON.stringify([{ page: 25, lines: [line] }]));
	const words = async (page: number) => fromStore(store, 'v').words(page, signal);
	expect([await words(25), await words(26), await words(1)]).toEqual([[line], [], []]);

	const raw = await rawDatabase();
	const values = (await Promise.all(['meetings', 'parts', 'answers'].map((name) => all(raw, name)))).flat();
	const stored = values.flatMap((value) =>
		value instanceof Uint8Array ? [value] : [(value as { about: Uint8Array }).about],
	);
	expect(stored).toHaveLength(5);
	for (const each of stored) {
		const text = Buffer.from(each).toString('latin1');
		expect(text).not.toContain('revision');
		expect(text).not.toContain(Buffer.from('đê điều').toString('latin1'));
		expect(text).not.toContain(Buffer.from(bytes.slice(0, 40)).toString('latin1'));
	}
	const [{ key } = { key: undefined }] = (await all(raw, 'meetings')) as { key: CryptoKey }[];
	expect(key?.extractable).toBe(false);
	raw.close();
});

test('a part in the place of another does not open', async () => {
	const raw = await rawDatabase();
	const parts = raw.transaction('parts', 'readwrite').objectStore('parts');
	const first = await done(parts.get(['v', 0]));
	await done(parts.put(first, ['v', 1]));
	raw.close();
	await expect(read(0, 10)).resolves.toBeDefined();
	await expect(read(partBytes, partBytes + 10)).rejects.toThrow('not-kept');
});

test('a lease ends by the clock, also by one that is set back, and only the server begins another', async () => {
	clock.now += hour - 1;
	expect((await store.meeting('m'))?.readiness).toBe('ready');
	clock.now += 1;
	expect((await store.meeting('m'))?.readiness).toBe('over');
	expect((await store.meeting('m'))?.about).toBeUndefined();
	await expect(read()).rejects.toThrow('not-kept');

	// Set back, here and after a restart of the browser.
	clock.now -= 900 * hour;
	expect((await store.meeting('m'))?.readiness).toBe('over');
	await store.noteTime();
	store.close();
	store = await open();
	expect((await store.meeting('m'))?.readiness).toBe('over');

	await store.renew('d', 2 * hour, ['m']);
	expect((await store.meeting('m'))?.readiness).toBe('ready');
	// While it stands behind, the time that passes counts.
	clock.now -= 50 * hour;
	clock.passed += 2 * hour;
	expect((await store.meeting('m'))?.readiness).toBe('over');
});

test('locked, nothing opens until the server has been heard; dropped and wiped, nothing is left', async () => {
	await store.lock();
	expect((await store.meeting('m'))?.readiness).toBe('locked');
	await expect(read()).rejects.toThrow('not-kept');
	expect(await store.answer('m', '/papers/v/marks')).toBeUndefined();
	await store.renew('d', hour, ['m']);
	expect((await read(0, 4)).bytes).toEqual(bytes.slice(0, 4));

	await store.dropPaper(paper);
	expect(await store.answer('m', '/papers/v/marks')).toBeUndefined();
	const raw = await rawDatabase();
	expect(await all(raw, 'parts')).toEqual([]);
	await store.wipe();
	for (const name of ['meetings', 'papers', 'parts', 'answers', 'device']) expect(await all(raw, name)).toEqual([]);
	raw.close();
});

test('of what was taken back while it was downloaded, what is still on its way leaves nothing', async () => {
	await store.dropPaper(paper);
	await expect(store.keepPart(paper, 0, bytes.slice(0, partBytes))).rejects.toThrow('kept no more');
	await expect(store.keepAnswer('m', '/papers/v?texts', '[]')).rejects.toThrow('kept no more');
	const late = store.keepAnswer('m', '/account/mark-keys', 'null');
	await Promise.allSettled([late, store.renew('d', hour, ['m']), store.wipe()]);
	const raw = await rawDatabase();
	for (const name of ['meetings', 'papers', 'parts', 'answers']) expect(await all(raw, name), name).toEqual([]);
	raw.close();
});

const done = <T>(request: IDBRequest<T>) =>
	new Promise<T>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('failed'));
	});
const rawDatabase = () => done(indexedDB.open('nhip-cau-ngoai-tuyen'));
const all = (db: IDBDatabase, name: string): Promise<unknown[]> =>
	done(db.transaction(name).objectStore(name).getAll());
