import { expect, test } from 'vitest';
import { readTsv } from '../../../app/intake/read-tsv.ts';

const head = 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext';
const rows = [
	'1\t1\t0\t0\t0\t0\t0\t0\t1754\t2480\t-1\t',
	'2\t1\t1\t0\t0\t0\t175\t248\t400\t100\t-1\t',
	'4\t1\t1\t1\t1\t0\t175\t248\t400\t40\t-1\t',
	// The mark apart from its letter, as Tesseract writes some.
	'5\t1\t1\t1\t1\t1\t175\t248\t100\t40\t96.1\tNghi\u0323',
	'5\t1\t1\t1\t1\t2\t300\t248\t160\t40\t93.0\tquyết',
	'5\t1\t1\t1\t1\t3\t470\t248\t10\t40\t95.0\t ',
	'5\t1\t1\t1\t2\t1\t175\t300\t80\t40\t91.2\tvề',
	'5\t1\t2\t1\t1\t1\t877\t1240\t80\t40\t91.2\tnước',
];
const table = [head, ...rows, ''].join('\n');

test('words stand line by line, in parts of the page; what is no word is left out', () => {
	expect(readTsv(table, 100)).toEqual([
		[
			['Nghị', 998, 1000, 570, 161],
			['quyết', 1710, 1000, 912, 161],
		],
		[['về', 998, 1210, 456, 161]],
		[['nước', 5000, 5000, 456, 161]],
	]);
});

test('of a page on which no end of words is seen the first are kept', () => {
	expect(
		readTsv(table, 12)
			.flat()
			.map(([text]) => text),
	).toEqual(['Nghị', 'quyết']);
	expect(readTsv('', 12)).toEqual([]);
});
