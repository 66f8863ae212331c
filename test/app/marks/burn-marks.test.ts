import { burnMarks, type DrawLetters } from '#lib/marks/burn-marks.ts';
import type { Mark } from '#lib/marks/mark.ts';
import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

/** One point, and what is asked for is noted. */
const dot = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC',
	'base64',
);

async function paper(turned: 0 | 90 | 180 | 270): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const page = document.addPage([220, 330]);
	page.setCropBox(10, 20, 200, 300);
	page.setRotation(degrees(turned));
	return document.save();
}

/** The page as it is shown, at a dot for a point. */
function pictureOf(pdf: Uint8Array) {
	const file = path.join(temporaryFolder(), 'a.pdf');
	writeFileSync(file, pdf);
	const ppm = execFileSync('pdftoppm', ['-r', '72', '-cropbox', '-f', '1', '-l', '1', file]);
	const [, across = '0', down = '0'] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString('latin1')) ?? [];
	const start = ppm.length - Number(across) * Number(down) * 3;
	return {
		size: [Number(across), Number(down)],
		isRed: (x: number, y: number) => {
			const at = start + (Math.round(y) * Number(across) + Math.round(x)) * 3;
			return (ppm[at] ?? 0) > 150 && (ppm[at + 1] ?? 255) < 120;
		},
	};
}

const line = (y: number): Mark => {
	const points = Array.from({ length: 20 }, (_, at) => [20 + 2 * at, y, 50]).flat();
	return { id: 'a', page: 1, content: { kind: 'ink', tool: 'pen', colour: 'red', width: 9, points } };
};

test.each([
	[0, [200, 300]],
	[90, [300, 200]],
	[180, [200, 300]],
	[270, [300, 200]],
] as const)('what is marked on a page lies in its copy where it lay, turned by %i', async (turned, size) => {
	const letters: DrawLetters = () => Promise.resolve({ bytes: dot, width: 1, height: 1 });
	const marked = await burnMarks(await paper(turned), [line(40)], { letters, noteLine: () => '', notesTitle: '' });
	const picture = pictureOf(marked);
	expect(picture.size).toEqual(size);
	expect(picture.isRed(40, 40)).toBe(true);
	for (const [x, y] of [
		[40, 60],
		[90, 40],
		[160, 40],
		[40, 160],
		[160, 160],
	] as const)
		expect(picture.isRed(x, y), `${x}, ${y}`).toBe(false);
});

test('notes are numbered where they stand, and what they say is told at the end; stamps are drawn', async () => {
	const asked: string[] = [];
	const letters: DrawLetters = (text, kind) => {
		asked.push(`${kind} ${text}`);
		return Promise.resolve({ bytes: dot, width: 400, height: 500 });
	};
	const note = (text: string): Mark => ({ id: text, page: 1, content: { kind: 'note', x: 50, y: 60, text } });
	const stamp: Mark = { id: 's', page: 1, content: { kind: 'stamp', x: 50, y: 60, stamp: 'agree' } };
	const marked = await burnMarks(await paper(0), [note('một'), stamp, note('hai'), { ...stamp, id: 't' }], {
		letters,
		noteLine: (number, page, text) => `${number} (${page}): ${text}`,
		notesTitle: 'Ghi chú',
	});
	expect(asked).toEqual(['note 1', 'stamp-agree ', 'note 2', 'list Ghi chú', 'list 1 (1): một', 'list 2 (1): hai']);
	expect((await PDFDocument.load(marked)).getPageCount()).toBe(4);
});
