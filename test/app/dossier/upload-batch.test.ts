import '#test/support/runes.ts';
import { UploadBatch } from '#lib/dossier/upload-batch.svelte.ts';
import { Upload } from '#lib/dossier/upload.svelte.ts';
import type { UploadTarget } from '#lib/dossier/upload-target.ts';
import { afterEach, expect, test, vi } from 'vitest';

const file = (name: string) => new File(['%PDF-1.7'], name);
const target = {
	meetingId: 'm',
	document: null,
	itemId: null,
	label: 'internal',
	declared: 'no-state-secret',
} as const;

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

test('of several files each is sent once under its own title; what was refused keeps none of the others', async () => {
	const refused = new Set(['hong.pdf']);
	const sent: string[] = [];
	vi.spyOn(Upload.prototype, 'send').mockImplementation((each: File, { title }: UploadTarget) => {
		sent.push(title);
		return Promise.resolve(!refused.has(each.name));
	});
	vi.spyOn(Upload.prototype, 'outcome').mockResolvedValue('v');
	const batch = new UploadBatch(() => Promise.resolve(true));
	batch.choose([file('to-trinh.pdf'), file('hong.pdf'), file('bao_cao.pdf')]);
	const [first, second] = batch.chosen;
	if (!first || !second) throw new Error('nothing was chosen');
	first.title = 'Tờ trình số 5';
	expect(await batch.send(target)).toBe(false);
	expect(sent).toEqual(['Tờ trình số 5', 'Hong', 'Bao cao']);
	batch.leaveOut(second);
	expect(await batch.send(target)).toBe(true);
	expect(sent).toHaveLength(3);
});

test('while one file is opened, the next is on its way', async () => {
	const order: string[] = [];
	const opened = Promise.withResolvers<string>();
	vi.spyOn(Upload.prototype, 'send').mockImplementation((each: File) => {
		order.push(each.name);
		if (order.length === 2) opened.resolve('v');
		return Promise.resolve(true);
	});
	vi.spyOn(Upload.prototype, 'outcome').mockReturnValue(opened.promise);
	const batch = new UploadBatch(() => Promise.resolve(true));
	batch.choose([file('a.pdf'), file('b.pdf')]);
	expect(await batch.send(target)).toBe(true);
	expect(order).toEqual(['a.pdf', 'b.pdf']);
});

test('however many files are opened, one question is under way; whose file takes long waits behind the others', async () => {
	vi.spyOn(Upload.prototype, 'send').mockResolvedValue(true);
	const answers = [{ checking: true }, { versionId: 'b' }, { versionId: 'c' }, { code: 'paper-unreadable' }];
	let [underWay, most] = [0, 0];
	vi.stubGlobal('fetch', async () => {
		most = Math.max(most, (underWay += 1));
		await Promise.resolve();
		underWay -= 1;
		return { status: 200, json: () => Promise.resolve(answers.shift()) };
	});
	const batch = new UploadBatch(() => Promise.resolve(true));
	batch.choose(['a.docx', 'b.pdf', 'c.pdf'].map(file));
	expect(await batch.send(target)).toBe(false);
	expect(most).toBe(1);
	expect(batch.done).toBe(2);
	expect(batch.chosen.map(({ stored, upload }) => stored || upload.refusal)).toEqual(['paper-unreadable', true, true]);
});
