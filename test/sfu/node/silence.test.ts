import { expect, test } from 'vitest';
import { Silence } from '#sfu/node/silence.ts';

/** Asks each second; returns who is given up, and in which second. */
function watch(
	workers: string[],
	silentFrom: Record<string, number>,
	seconds: number,
	stalls: [at: number, ms: number][] = [],
) {
	const silence = new Silence<string>();
	const gone: [string, number][] = [];
	let late = 0;
	for (let second = 0; second <= seconds; second += 1) {
		late += stalls.find(([at]) => at === second)?.[1] ?? 0;
		const now = second * 1_000 + late;
		for (const worker of silence.look(workers, now)) gone.push([worker, second]);
		for (const worker of workers) {
			silence.ask(worker, now);
			if (second < (silentFrom[worker] ?? Infinity)) silence.answer(worker, now);
		}
		if (gone.length > 0) break;
	}
	return gone;
}

test('a worker that is silent for three seconds is given up, whether it is one of two or alone', () => {
	expect(watch(['a', 'b'], { a: 2 }, 10)).toEqual([['a', 5]]);
	expect(watch(['a'], { a: 2 }, 10)).toEqual([['a', 5]]);
	expect(watch(['a', 'b'], {}, 10)).toEqual([]);
});

test('where all of them are silent at once they have longer', () => {
	expect(watch(['a', 'b'], { a: 2, b: 4 }, 16)).toEqual([]);
	expect(watch(['a', 'b'], { a: 2, b: 4 }, 30)).toEqual([['a', 17]]);
});

test('one that is left of several is not given up as soon, too: it has them all', () => {
	const silence = new Silence<string>();
	expect(silence.look(['a', 'b'], 0)).toEqual([]);
	silence.ask('a', 0);
	for (let second = 1; second < 15; second += 1) expect(silence.look(['a'], second * 1_000)).toEqual([]);
	expect(silence.look(['a'], 15_000)).toEqual(['a']);
});

test('whoever looks late begins anew', () => {
	expect(watch(['a', 'b'], { a: 2 }, 10, [[4, 20_000]])).toEqual([['a', 7]]);
});

test('one that answers late is no longer silent, and one that has gone is forgotten', () => {
	const silence = new Silence<string>();
	silence.ask('a', 0);
	expect(silence.look(['a', 'b'], 1_000)).toEqual([]);
	silence.answer('a', 1_000);
	expect(silence.owes('a', 5_000)).toBe(0);
	silence.ask('a', 1_000);
	silence.look(['b'], 2_000);
	expect(silence.owes('a', 5_000)).toBe(0);
});

test('one that only takes a moment longer for its answer is not silent: the other is given up as soon', () => {
	const silence = new Silence<string>();
	silence.look(['a', 'b'], 0);
	silence.ask('a', 0);
	for (let quarter = 1; quarter < 12; quarter += 1) {
		expect(silence.look(['a', 'b'], quarter * 250)).toEqual([]);
		silence.answer('b', quarter * 250);
		silence.ask('b', quarter * 250);
	}
	expect(silence.look(['a', 'b'], 3_000)).toEqual(['a']);
});

test('one that is behind with its work and answers one question after the other, later and later, is not silent', () => {
	const silence = new Silence<string>();
	const asked = (second: number) => {
		for (const worker of ['a', 'b']) silence.ask(worker, second * 1_000);
		silence.answer('b', second * 1_000);
	};
	for (let second = 0; second < 2; second += 1) asked(second);
	for (let second = 2; second < 12; second += 1) {
		asked(second);
		// It does a fifth of a second's work in a second.
		if (second % 2 === 0) silence.answer('a', second * 1_000);
		expect(silence.look(['a', 'b'], second * 1_000 + 900)).toEqual([]);
	}
	expect(silence.owes('a', 12_000)).toBeGreaterThanOrEqual(5_000);
	expect(silence.look(['a', 'b'], 12_900)).toEqual([]);
	expect(silence.look(['a', 'b'], 13_100)).toEqual(['a']);
});
