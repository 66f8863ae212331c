import '#test/support/runes.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import type { SharedMark as ToldMark } from '#meeting/shared-marks.ts';
import { signedOf } from '#lib/marks/authors.ts';
import type { Content } from '#lib/marks/mark.ts';
import { SharedMarks } from '#lib/marks/shared-marks.svelte.ts';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

/** What the server has of one version, and tells those who are in. */
class FakeServer {
	cut = false;
	refusal: string | undefined;
	readonly marks = new Map<string, ToldMark>();
	readonly #listeners = new Set<(marks: readonly ToldMark[]) => void>();

	readonly askAs =
		(authorId: string) =>
		async (url: string, init?: RequestInit): Promise<Response> => {
			await Promise.resolve();
			if (this.cut) throw new TypeError('no link');
			if (init?.method === undefined) return Response.json([...this.marks.values()]);
			if (this.refusal) return Response.json({ message: this.refusal }, { status: 400 });
			if (init.method === 'PUT') {
				const asked = JSON.parse(init.body as string) as ToldMark;
				this.tell({ ...asked, versionId: 'v1', authorId, authorName: nameOf(authorId), sharedAt: 1 });
			} else {
				const mark = this.marks.get(new URL(url, 'https://here').searchParams.get('id') ?? '');
				if (!mark) return Response.json({ message: 'not-found' }, { status: 404 });
				this.tell({ ...mark, content: null });
			}
			return new Response(null, { status: 204 });
		};

	tell(mark: ToldMark): void {
		if (mark.content === null) this.marks.delete(mark.id);
		else this.marks.set(mark.id, mark);
		for (const listener of this.#listeners) listener([mark]);
	}

	readonly onMarks = (listener: (marks: readonly ToldMark[]) => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};
}

const nameOf = (authorId: string) => `Bà ${authorId}`;

let server: FakeServer;

beforeEach(() => {
	vi.unstubAllGlobals();
	stubStorages();
	server = new FakeServer();
});

async function readerOf(me: string) {
	let again = () => {};
	const hearing = { onMarks: server.onMarks, onAgain: (listener: () => void) => ((again = listener), () => {}) };
	const marks = new SharedMarks({ versionId: 'v1', me, named: nameOf(me), hearing, ask: server.askAs(me) });
	onTestFinished(() => marks.close());
	await marks.load();
	return { marks, again: () => again() };
}

const note = (text: string): Content => ({ kind: 'note', x: 10, y: 20, text });
const textsOf = ({ all }: SharedMarks) =>
	all.map(({ content }) => (content.kind === 'note' ? content.text : '')).sort();

test('what one shares the others see, and see no more once it is withdrawn', async () => {
	const [{ marks: lan }, { marks: minh }] = [await readerOf('lan'), await readerOf('minh')];
	lan.put(2, note('một'), 'meeting');
	expect(lan.all[0]).toMatchObject({ authorName: 'Bà lan', sharedAt: null });
	await vi.waitFor(() => expect(textsOf(minh)).toEqual(['một']));
	expect(minh.all[0]).toMatchObject({ authorName: 'Bà lan', page: 2, layer: 'meeting' });
	expect([minh.count('meeting'), minh.count('secretariat')]).toEqual([1, 0]);
	await lan.undo('secretariat');
	expect(textsOf(minh)).toEqual(['một']);
	await lan.undo('meeting');
	expect([textsOf(lan), textsOf(minh), lan.canUndo('meeting')]).toEqual([[], [], false]);
});

test('what one has withdrawn comes back as the same mark, what others took off does not', async () => {
	const [{ marks: lan }, { marks: minh }] = [await readerOf('lan'), await readerOf('minh')];
	for (const text of ['một', 'hai']) lan.put(2, note(text), 'meeting');
	await vi.waitFor(() => expect(textsOf(minh)).toEqual(['hai', 'một']));
	const before = [...server.marks.values()];
	await lan.takeOff(lan.all);
	expect(textsOf(minh)).toEqual([]);
	server.cut = true;
	await lan.undo('meeting');
	expect(textsOf(lan)).toEqual(['hai', 'một']);
	server.cut = false;
	await lan.load();
	await vi.waitFor(() => expect(server.marks.size).toBe(2));
	for (const mark of before) expect(server.marks.get(mark.id)).toEqual({ ...mark, again: true });
	expect(textsOf(minh)).toEqual(['hai', 'một']);
	await minh.takeOff(minh.all);
	expect(minh.canUndo('meeting')).toBe(false);
	expect(textsOf(lan)).toEqual([]);
});

test('for whom a mark was chosen goes with it, also through an undo', async () => {
	const { marks } = await readerOf('lan');
	marks.put(1, note('một'), 'chosen', ['minh']);
	await vi.waitFor(() => expect([...server.marks.values()]).toMatchObject([{ layer: 'chosen', readers: ['minh'] }]));
	await marks.takeOff(marks.all);
	await marks.undo('chosen');
	await vi.waitFor(() => expect([...server.marks.values()]).toMatchObject([{ again: true, readers: ['minh'] }]));
	marks.put(1, note('hai'), 'unit', ['minh']);
	await vi.waitFor(() => expect(server.marks.size).toBe(2));
	expect([...server.marks.values()].at(-1)).not.toHaveProperty('readers');
});

test('what was shared without a link stays through a reload and goes out with the next one', async () => {
	const { marks } = await readerOf('lan');
	server.cut = true;
	marks.put(1, note('một'), 'meeting');
	await vi.waitFor(() => expect(marks.all[0]?.sharedAt).toBeNull());
	marks.close();
	const later = await readerOf('lan');
	expect(textsOf(later.marks)).toEqual(['một']);
	server.cut = false;
	later.again();
	await vi.waitFor(() => expect(server.marks.size).toBe(1));
	await vi.waitFor(() => expect(later.marks.all[0]?.sharedAt).not.toBeNull());
});

test('what is refused is said and not shown as if others saw it', async () => {
	const { marks } = await readerOf('lan');
	server.refusal = 'marks-too-many';
	marks.put(1, note('một'), 'meeting');
	await vi.waitFor(() => expect(marks.refused).toBe('marks-too-many'));
	expect(textsOf(marks)).toEqual([]);
});

test('strokes of one hand close to each other have one name, others their own', () => {
	const ink = (at: number): Content => ({
		kind: 'ink',
		tool: 'pen',
		colour: 'red',
		width: 2,
		points: [at, 5, 50, at + 9, 5, 50],
	});
	const by = (authorId: string, content: Content) => ({
		id: crypto.randomUUID(),
		page: 1,
		layer: 'meeting' as const,
		authorId,
		authorName: nameOf(authorId),
		sharedAt: 1,
		content,
	});
	const all = [by('lan', ink(0)), by('lan', ink(20)), by('minh', ink(22)), by('lan', ink(300)), by('lan', note('a'))];
	expect(signedOf(all).map(({ authorName, marks, x }) => [authorName, marks.length, x])).toEqual([
		['Bà lan', 2, 0],
		['Bà minh', 1, 22],
		['Bà lan', 1, 300],
		['Bà lan', 1, 10],
	]);
});
