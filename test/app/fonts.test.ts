import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../app/src/fonts');
const fonts = globSync('*.woff2', { cwd: folder });

/** Of a table's entry in the directory: the tag is spelt out; the tables that are transformed unless it says so, glyf and loca. */
const [spelt, transformedAnyway] = [63, new Set([10, 11])];

/** Of a WOFF2 file (W3C, 4.1 and 4.2): all tables one after the other, in one Brotli stream behind head and directory. */
function tablesOf(file: string): Buffer {
	const bytes = readFileSync(path.join(folder, file));
	let at = 48;
	const skipNumber = () => {
		while (bytes.readUInt8(at++) >= 0x80);
	};
	for (let table = 0; table < bytes.readUInt16BE(12); table += 1) {
		const flags = bytes.readUInt8(at++);
		const [tag, version] = [flags & 63, flags >> 6];
		if (tag === spelt) at += 4;
		skipNumber();
		if (transformedAnyway.has(tag) ? version === 0 : version > 0) skipNumber();
	}
	return brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)));
}

test('the font has two weights', () => expect(fonts).toHaveLength(2));

test.each(fonts)(
	'%s has digits of one width: a clock moves nothing beside it, and figures stand in columns',
	(file) => {
		expect(tablesOf(file).includes('tnum')).toBe(true);
	},
);
