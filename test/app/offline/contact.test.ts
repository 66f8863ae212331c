import '#test/support/runes.ts';
import 'fake-indexeddb/auto';
import type { Held, OfflineMeeting } from '#contract/offline.ts';
import { askStore, textsAddress } from '#lib/offline/ask-store.ts';
import { isAnythingKept, noteKept } from '#lib/offline/at-hand.ts';
import { fromServerOrStore } from '#lib/offline/from-store.ts';
import { contact, letGoOfAll } from '#lib/offline/contact.ts';
import { OfflineStore } from '#lib/offline/offline-store.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const aboutOf = (meetingId: string, readerId = 'p'): OfflineMeeting => ({
	meetingId,
	title: meetingId,
	startsAt: 1,
	reader: { id: readerId, kind: 'person', name: '', unitName: '' },
	agenda: [],
	papers: [],
});

let store: OfflineStore;
/** what the server lets stay, who is signed in, and what it was told */
const server = { may: {} as Record<string, readonly string[]>, readerId: 'p', status: 200, told: [] as Held[] };
const ask = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
	const address = String(url);
	if (address.endsWith('/offline') && address.startsWith('/meetings/'))
		return Response.json(aboutOf(address.split('/')[2] ?? ''));
	if (server.status !== 200) return new Response(null, { status: server.status });
	const held = JSON.parse(String(init?.body)) as Held;
	server.told.push(held);
	const meetings = held.meetings.flatMap(({ meetingId, versionIds }) => {
		const may = server.may[meetingId];
		return may ? [{ meetingId, versionIds: versionIds.filter((id) => may.includes(id)) }] : [];
	});
	return Response.json({ device: '0123456789abcdef', readerId: server.readerId, lasts: 72 * 3_600_000, meetings });
};

beforeEach(async () => {
	stubStorages();
	Object.assign(server, { may: { m: ['v', 'w'], n: ['x'] }, readerId: 'p', status: 200, told: [] });
	store = await OfflineStore.open();
	for (const [meetingId, versions] of [
		['m', ['v', 'w']],
		['n', ['x']],
	] as const) {
		await store.keepMeeting(aboutOf(meetingId), 60_000);
		for (const versionId of versions) {
			const paper = { versionId, meetingId, size: 3 };
			await store.beginPaper(paper);
			await store.keepPart(paper, 0, Uint8Array.of(1, 2, 3));
		}
	}
	noteKept(true);
});
afterEach(async () => {
	await store.wipe();
	store.close();
	vi.unstubAllGlobals();
});

const here = async () =>
	(await Promise.all(['v', 'w', 'x'].map((id) => store.paper(id)))).flatMap((paper) => paper?.versionId ?? []);

test('what the server takes back is gone before it hears so; the rest is read on', async () => {
	server.may = { m: ['v'], n: ['x'] };
	expect(await contact(store, ask)).toBe('renewed');
	expect(await here()).toEqual(['v', 'x']);
	expect(server.told.map(({ meetings }) => meetings.map(({ versionIds }) => versionIds))).toEqual([
		[['v', 'w'], ['x']],
		[['v'], ['x']],
	]);
	expect((await store.meeting('m'))?.until).toBeGreaterThan(Date.now() + 71 * 3_600_000);
	expect((await store.device()).called).toBe('0123456789abcdef');

	delete server.may['n'];
	await contact(store, ask);
	expect(await store.meeting('n')).toBeUndefined();
	expect(await here()).toEqual(['v']);
	expect(server.told.at(-1)?.device).toBe('0123456789abcdef');
});

test('without an answer nothing changes; signed out, nothing opens; of somebody else nothing stays', async () => {
	server.status = 502;
	expect(await contact(store, ask)).toBe('later');
	expect(await here()).toEqual(['v', 'w', 'x']);
	server.status = 401;
	expect(await contact(store, ask)).toBe('signed-out');
	expect((await store.meeting('m'))?.readiness).toBe('locked');
	expect(await here()).toEqual(['v', 'w', 'x']);
	server.status = 200;
	expect(await contact(store, ask)).toBe('renewed');
	expect((await store.meeting('m'))?.readiness).toBe('ready');

	server.readerId = 'somebody-else';
	expect(await contact(store, ask)).toBe('renewed');
	expect(await here()).toEqual([]);
	expect(await store.meetings()).toEqual([]);
	expect(isAnythingKept()).toBe(false);
	expect(server.told.at(-1)?.meetings).toEqual([]);
});

test('at the sign-out nothing is left, and the server is told', async () => {
	await contact(store, ask);
	await letGoOfAll(store, ask);
	expect(await here()).toEqual([]);
	expect(isAnythingKept()).toBe(false);
	expect(server.told.at(-1)).toEqual({ device: '0123456789abcdef', meetings: [] });
});

test('in what is kept one finds “Nghị quyết” by “nghi quyet”, and changes nothing', async () => {
	vi.stubGlobal('location', { origin: 'http://a' });
	const pages = [{ page: 12, text: 'Căn cứ Nghị quyết số 5', folded: 'can cu nghi quyet so 5' }];
	await store.keepAnswer('m', textsAddress('v'), JSON.stringify(pages));
	const asked = askStore(store, 'm');
	const found = async (words: string) =>
		(await (await asked(`/meetings/m/papers?version=v&q=${encodeURIComponent(words)}`)).json()) as unknown;
	expect(await found('nghi  QUYET')).toEqual([
		{ versionId: 'v', page: 12, before: 'Căn cứ ', hit: 'Nghị quyết', after: ' số 5' },
	]);
	expect(await found('nghì')).toEqual([]);
	await expect(asked('/papers/v/marks?since=0', { method: 'PUT', body: '{}' })).rejects.toThrow('no network');
	await expect(asked('/papers/v/newer')).rejects.toThrow('no network');
});

test('in a meeting whose link is down a paper goes on from what is kept, and what is not kept waits for the link', async () => {
	vi.stubGlobal('fetch', async () => {
		throw new TypeError('Failed to fetch');
	});
	const { signal } = new AbortController();
	expect((await fromServerOrStore('v').range(0, 2, signal)).bytes).toEqual(Uint8Array.of(1, 2));
	await expect(fromServerOrStore('not-kept').range(0, 2, signal)).rejects.toThrow('Failed to fetch');
	noteKept(false);
	await expect(fromServerOrStore('v').range(0, 2, signal)).rejects.toThrow('Failed to fetch');
});
