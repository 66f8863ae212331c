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

/** What the server keeps of one person and version, as its route does. */
class FakeServer {
	cut = false;
	status = 200;
	readonly marks = new Map<string, SealedMark & { revision: number }>();
	#revision = 0;

	readonly ask = async (url: string, init?: RequestInit): Promise<Response> => {
		await Promise.resolve();
		if (this.cut) throw new TypeError('no link');
		if (this.status !== 200) return new Response(null, { status: this.status });
		const { marks = [] } = JSON.parse((init?.body as string | undefined) ?? '{}') as { marks?: SealedMark[] };
		this.#revision += 1;
		for (const mark of marks)
			if (mark.changedAt > (this.marks.get(mark.id)?.changedAt ?? 0))
				this.marks.set(mark.id, { ...mark, revision: this.#revision });
		const since = Number(new URL(url, 'https://here').searchParams.get('since'));
		const changed = [...this.marks.values()].filter(({ revision }) => revision > since);
		return Response.json({ revision: this.#revision, marks: changed });
	};
}

let own: OwnKey;
let server: FakeServer;

beforeEach(async () => {
	vi.unstubAllGlobals();
	stubStorages();
	server = new FakeServer();
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
