import '#test/support/runes.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import { Carrying } from '#lib/marks/carrying.svelte.ts';
import type { Content } from '#lib/marks/mark.ts';
import type { OwnKey } from '#lib/marks/own-key.ts';
import { PaperMarks } from '#lib/marks/paper-marks.svelte.ts';
import { keyOf, newKeyBytes } from '#lib/marks/seal.ts';
import type { Carry } from '#lib/marks/sealed-mark.ts';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { FakeMarkServer } from './fake-mark-server.ts';

let own: OwnKey;
let servers: Map<string, FakeMarkServer>;

beforeEach(async () => {
	vi.unstubAllGlobals();
	stubStorages();
	own = { keyId: crypto.randomUUID(), key: await keyOf(newKeyBytes()) };
	servers = new Map(['v1', 'v2', 'v3'].map((id) => [id, new FakeMarkServer(() => own.keyId)]));
});

function marksOf(versionId: string): PaperMarks {
	const ask = servers.get(versionId)?.ask;
	const marks = new PaperMarks({ personId: 'lan', versionId, own, ...(ask && { ask }) });
	onTestFinished(() => marks.close());
	return marks;
}

/** One device that reads a version, and what the server says can be carried there. */
async function reading(versionId: string, carry: Carry | null) {
	const paper = marksOf(versionId);
	await paper.load();
	const ask = () => Promise.resolve(Response.json(carry));
	const carrying = new Carrying({ personId: 'lan', versionId, paper, marksOf, ask });
	onTestFinished(() => carrying.close());
	await carrying.find();
	return { paper, carrying };
}

const note = (text: string): Content => ({ kind: 'note', x: 10, y: 20, text });
const placesOf = ({ all }: PaperMarks) =>
	all.map(({ page, content }) => `${page} ${content.kind === 'note' ? content.text : ''}`).sort();
const to = (versionId: string, number: number) => ({ versionId, number });
/** of the second version, page 2 is new, and what was page 3 of the first has changed */
const second: Carry = {
	from: 'v1',
	to: to('v2', 2),
	pages: [
		[1, 1],
		[2, 3],
	],
};
const third: Carry = {
	from: 'v2',
	to: to('v3', 3),
	pages: [
		[1, 1],
		[3, 4],
	],
};

async function mark(versionId: string): Promise<PaperMarks> {
	const marks = marksOf(versionId);
	[note('một'), note('hai'), note('ba')].forEach((content, at) => marks.add(at + 1, content));
	await marks.sync();
	return marks;
}

test('marks go to where their page is by now, sealed for it; those of a changed page stay and are named', async () => {
	await mark('v1');
	const { carrying } = await reading('v1', second);
	expect(carrying.offer?.carried).toHaveLength(2);
	expect(carrying.offer?.left.map(({ page }) => page)).toEqual([3]);
	await carrying.carry();
	expect([carrying.offer, carrying.done?.count]).toEqual([undefined, 2]);
	const { paper } = await reading('v2', null);
	expect(placesOf(paper)).toEqual(['1 một', '3 hai']);
	expect(JSON.stringify([...(servers.get('v2')?.marks ?? [])])).not.toContain('hai');
	expect(servers.get('v1')?.marks.size).toBe(3);
});

test('nothing is carried twice: by another device, by another way, or after it was taken away there', async () => {
	await mark('v1');
	const [tablet, desk] = [await reading('v1', second), await reading('v2', second)];
	// Both at once, before one has heard of the other.
	await Promise.all([tablet.carrying.carry(), desk.carrying.carry()]);
	await desk.paper.sync();
	expect(placesOf(desk.paper)).toEqual(['1 một', '3 hai']);
	desk.paper.remove(desk.paper.all.slice(0, 1));
	await desk.paper.sync();
	const again = await reading('v2', second);
	expect(again.carrying.offer).toBeUndefined();
	expect(again.paper.all).toHaveLength(1);
	// What was written anew on the way is carried as it is by now, and comes from the first version no more.
	const [one] = desk.paper.all;
	if (!one) throw new Error('no mark');
	desk.paper.change(one, note('sửa'));
	await desk.paper.sync();
	await (await reading('v2', third)).carrying.carry();
	const late = await reading('v3', { from: 'v1', to: to('v3', 3), pages: [[one.page === 1 ? 1 : 2, 4]] });
	expect(late.carrying.offer).toBeUndefined();
	expect(placesOf(late.paper)).toEqual([one.page === 1 ? '1 sửa' : '4 sửa']);
});

test('nothing is offered while it is not known what has come already, nor to who does not want it', async () => {
	await mark('v1');
	const later = servers.get('v2');
	if (later) later.cut = true;
	const { carrying } = await reading('v1', second);
	expect(carrying.offer).toBeUndefined();
	if (later) later.cut = false;
	const { carrying: heard } = await reading('v2', second);
	expect(heard.offer?.carried).toHaveLength(2);
	heard.leave();
	expect((await reading('v2', second)).carrying.offer).toBeUndefined();
	expect((await reading('v1', second)).carrying.offer?.carried).toHaveLength(2);
});
