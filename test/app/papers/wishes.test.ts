import { partsText, readParts, type BytePart } from '#contract/paper-parts.ts';
import { Wishes } from '#lib/papers/wishes.ts';
import { expect, test } from 'vitest';

const kib = 1024;
/** each byte is the number of its KiB */
const bytesOf = (begin: number, end: number) =>
	Uint8Array.from({ length: end - begin }, (_, at) => ((begin + at) / kib) & 255);
const settle = () => new Promise((resolve) => setImmediate(resolve));

function wishesOf(total: number) {
	const asked: string[] = [];
	const given: number[] = [];
	const comes: (() => void)[] = [];
	const held = (begin: number, end: number) => `${begin / kib}–${end / kib}`;
	const answer = <T>(what: string, bytes: T) => {
		asked.push(what);
		return new Promise<T>((resolve) => comes.push(() => resolve(bytes)));
	};
	const source = {
		total,
		one: (begin: number, end: number) => answer(held(begin, end), bytesOf(begin, end)),
		parts: (parts: readonly BytePart[]) =>
			answer(
				`${parts.length} parts`,
				parts.map(([begin, end]) => bytesOf(begin, end)),
			),
	};
	const wishes = new Wishes(source, (error) => asked.push(String(error)));
	const wish = (begin: number, size: number) =>
		wishes.add(begin * kib, (begin + size) * kib, (bytes) => {
			expect([bytes.length, bytes[0]]).toEqual([size * kib, begin & 255]);
			given.push(begin);
		});
	const come = async () => {
		comes.splice(0).forEach((each) => each());
		await settle();
	};
	return { wishes, wish, asked, given, come };
}

test('heads of many pages are asked for together, and what is wished for after them before them', async () => {
	const { wish, asked, given, come } = wishesOf(100_000 * kib);
	for (let page = 300; page >= 1; page -= 1) wish(page * 300, 4);
	wish(77_000, 350);
	expect(asked).toEqual(['90000–90064', '89700–89764', '89400–89464']);
	await come();
	expect(asked.slice(3)).toEqual(['77000–77350', '128 parts', '128 parts']);
	await come();
	expect(asked.slice(6)).toEqual(['41 parts']);
	await come();
	expect(new Set(given).size).toBe(301);
});

test('a lone head brings what follows it, which is at hand then', async () => {
	const { wishes, wish, asked, given, come } = wishesOf(1_000 * kib);
	void wishes.ahead(936 * kib);
	wish(940, 8);
	wish(12, 4);
	await come();
	wish(16, 4);
	wish(72, 4);
	expect(given).toEqual([940, 12, 16, 72]);
	expect(asked).toEqual(['936–1000', '12–76']);
});

test('what the paper was opened by is at hand when it is opened anew', async () => {
	const { wish, asked, given, come } = wishesOf(100_000 * kib);
	for (let page = 1; page <= 20; page += 1) wish(page * 300, 4);
	await come();
	await come();
	const before = asked.length;
	given.length = 0;
	for (let page = 1; page <= 20; page += 1) wish(page * 300, 4);
	expect([asked.length, given.length]).toEqual([before, 20]);
});

test('parts of a file are read as they were written, and no more than one request may ask for', () => {
	const parts = [
		[0, 10],
		[90, 100],
	] as const;
	expect(readParts(partsText(parts), 100)).toEqual(parts);
	const refused = ['', '5', '5-4', '5-5', '90-101', '1-2,', '-1-3', '0-99999999999999999'];
	expect(refused.map((text) => readParts(text, 100))).toEqual(refused.map(() => undefined));
	expect(readParts(Array.from({ length: 129 }, (_, at) => `${at}-${at + 1}`).join(), 1_000)).toBeUndefined();
	expect(readParts(`0-${3 * 1024 * 1024}`, 9_000_000)).toBeUndefined();
});
