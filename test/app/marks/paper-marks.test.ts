import '#test/support/runes.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import { forgetPerson } from '#lib/kept/kept.ts';
import type { Content } from '#lib/marks/mark.ts';
import type { OwnKey } from '#lib/marks/own-key.ts';
import { PaperMarks } from '#lib/marks/paper-marks.svelte.ts';
import { keyOf, newKeyBytes } from '#lib/marks/seal.ts';
import type { SealedMark } from '#lib/marks/sealed-mark.ts';
import { countUnsent, sendUnsent } from '#lib/marks/unsent.ts';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { FakeMarkServer } from './fake-mark-server.ts';

let own: OwnKey;
let server: FakeMarkServer;

beforeEach(async () => {
	vi.unstubAllGlobals();
	stubStorages();
	server = new FakeMarkServer(() => own.keyId);
	own = { keyId: crypto.randomUUID(), key: await keyOf(newKeyBytes()) };
});

function device(): PaperMarks {
	const marks = new PaperMarks({ personId: 'lan', versionId: 'v1', own, ask: server.ask });
	onTestFinished(() => marks.close());
	return marks;
}

const note = (text: string): Content => ({ kind: 'note', x: 10, y: 20, text });
const textsOf = (marks: PaperMarks) =>
	marks.all.map(({ content }) => (content.kind === 'note' ? content.text : content.kind)).sort();

test('what is marked while the link is down stays through a reload, encrypted, and is sent when it is back', async () => {
	server.cut = true;
	const marks = device();
	await marks.load();
	marks.add(2, note('hỏi lại điểm 3'));
	await marks.sync();
	expect(marks.unsent).toBe(1);
	expect(localStorage.getItem(localStorage.key(0) ?? '')).not.toContain('hỏi lại');
	marks.close();

	const later = device();
	await later.load();
	expect(textsOf(later)).toEqual(['hỏi lại điểm 3']);
	server.cut = false;
	await later.sync();
	expect(later.unsent).toBe(0);
	expect(server.marks.size).toBe(1);
	expect(JSON.stringify([...server.marks])).not.toContain('hỏi lại');
});

test('two devices of a person have each other’s marks, each by itself, and the later change of one', async () => {
	const [tablet, desk] = [device(), device()];
	tablet.add(1, note('một'));
	await tablet.sync();
	await desk.load();
	expect(textsOf(desk)).toEqual(['một']);
	// Both without a link for a while: one writes on, the other adds and takes away.
	server.cut = true;
	const [mark] = desk.all;
	if (!mark) throw new Error('no mark');
	desk.change(mark, note('một, sửa'));
	tablet.add(3, note('hai'));
	server.cut = false;
	await desk.sync();
	await tablet.sync();
	expect(textsOf(tablet)).toEqual(['hai', 'một, sửa']);
	await desk.sync();
	expect(textsOf(desk)).toEqual(textsOf(tablet));
	desk.remove(desk.all);
	await desk.sync();
	await tablet.sync();
	expect(textsOf(tablet)).toEqual([]);
});

test('what was done is undone and done again, an eraser’s stroke as one', async () => {
	const marks = device();
	marks.add(1, note('a'));
	marks.add(1, note('b'));
	marks.remove(marks.all);
	expect(textsOf(marks)).toEqual([]);
	marks.undo();
	expect(textsOf(marks)).toEqual(['a', 'b']);
	marks.undo();
	expect(textsOf(marks)).toEqual(['a']);
	marks.redo();
	marks.redo();
	expect(textsOf(marks)).toEqual([]);
	marks.undo();
	await marks.sync();
	const reader = device();
	await reader.load();
	expect(textsOf(reader)).toEqual(['a', 'b']);
	marks.add(1, note('c'));
	expect([marks.canUndo, marks.canRedo]).toEqual([true, false]);
	await marks.sync();
});

test('what the server refuses for good is kept and not asked again; who is signed out is patient', async () => {
	const marks = device();
	marks.add(1, note('một'));
	server.status = 401;
	await marks.sync();
	expect([marks.refused, marks.unsent]).toEqual([false, 1]);
	server.status = 409;
	await marks.sync();
	expect([marks.refused, marks.unsent]).toEqual([true, 1]);
	expect(await sendUnsent('lan', 'v1', 0, server.ask)).toEqual({ outcome: 'refused', status: 409 });
	forgetPerson('lan');
	expect(countUnsent('lan')).toBe(0);
});

test('what a mark said before, or said elsewhere, does not open as what it says now, and it is told that it does not', async () => {
	const marks = device();
	const { id } = marks.add(1, note('không đồng ý'));
	await marks.sync();
	const before = server.marks.get(id);
	const [mark] = marks.all;
	if (!before || !mark) throw new Error('no mark');
	marks.change(mark, note('đồng ý'));
	await marks.sync();
	const { changedAt = 0, revision = 0 } = server.marks.get(id) ?? {};
	const told = async (swapped: Partial<SealedMark>) => {
		server.marks.set(id, { ...before, changedAt: changedAt + 1, revision: revision + 1, ...swapped });
		const reader = device();
		await reader.load();
		return { texts: textsOf(reader), unopened: reader.unopened };
	};
	const nothing = { texts: [], unopened: 1 };
	expect(await told({})).toEqual(nothing);
	expect(await told({ sealed: 'không phải base64' })).toEqual(nothing);
	expect(await told({ changedAt: before.changedAt, page: 2 })).toEqual(nothing);
	expect(await told({ changedAt: before.changedAt })).toEqual({ texts: ['không đồng ý'], unopened: 0 });
	// Who knows the later change is not led back by an earlier one.
	await marks.sync();
	expect(textsOf(marks)).toEqual(['đồng ý']);
});

test('what was drawn a moment before the paper was closed is sent', async () => {
	const marks = device();
	marks.add(1, note('một'));
	marks.close();
	await vi.waitFor(() => expect(server.marks.size).toBe(1));
	const again = device();
	await again.load();
	again.add(1, note('hai'));
	const sending = again.sync();
	again.add(1, note('ba'));
	again.close();
	await sending;
	await vi.waitFor(() => expect(server.marks.size).toBe(3));
});

test('after a person began anew, what a lost key has sealed holds nothing up', async () => {
	server.cut = true;
	const before = device();
	before.add(1, note('khóa cũ'));
	await before.sync();
	before.close();
	own = { keyId: crypto.randomUUID(), key: await keyOf(newKeyBytes()) };
	server.cut = false;
	const marks = device();
	await marks.load();
	expect([countUnsent('lan'), marks.unopened]).toEqual([0, 0]);
	marks.add(1, note('khóa mới'));
	await marks.sync();
	expect(server.marks.size).toBe(1);
});
