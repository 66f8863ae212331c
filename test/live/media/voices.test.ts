import { hear, silence, speakersOf, type Voices } from '#live/media/voices.ts';
import { expect, test } from 'vitest';

/** Every quarter of a second who is heard, and how loud; returns what comes of it. */
function listen(quarters: readonly Readonly<Record<string, number>>[], from: Voices = silence, start = 0) {
	let voices = from;
	for (const [index, heard] of quarters.entries()) {
		const levels = Object.entries(heard).map(([id, dbov]) => ({ id, dbov }));
		voices = hear(voices, levels, start + index * 250);
	}
	return voices;
}
const seconds = (count: number, heard: Readonly<Record<string, number>>) =>
	Array.from({ length: count * 4 }, () => heard);

test('who speaks while nobody does is seen at once, and stays when everybody falls silent', () => {
	expect(speakersOf(listen([{ a: -30 }]))).toEqual(['a']);
	expect(speakersOf(listen([...seconds(2, { a: -30 }), ...seconds(10, {})]))).toEqual(['a']);
});

test('a room’s noise is no voice', () => {
	expect(speakersOf(listen(seconds(3, { a: -55 })))).toEqual([]);
});

test('a word thrown in is heard, and does not take the picture from who goes on speaking', () => {
	const voices = listen([...seconds(3, { a: -30 }), { a: -30, b: -20 }]);
	expect(speakersOf(voices)).toEqual(['a', 'b']);
	expect(speakersOf(listen(seconds(3, { a: -30, b: -20 }), voices, 3250))).toEqual(['a', 'b']);
});

test('the picture goes to who answers, once the former speaker is silent for a moment', () => {
	const asked = listen(seconds(3, { a: -30 }));
	expect(speakersOf(listen([{ b: -30 }], asked, 3000))[0]).toBe('a');
	expect(speakersOf(listen(seconds(2, { b: -30 }), asked, 3000))[0]).toBe('b');
});

test('who only coughs while the speaker breathes does not get the picture', () => {
	const voices = listen([...seconds(3, { a: -30 }), { b: -20 }, {}, { a: -30 }, { a: -30 }]);
	expect(speakersOf(voices)[0]).toBe('a');
});

test('at most three are heard: the one seen, then the latest and loudest', () => {
	const voices = listen([...seconds(2, { a: -30 }), ...seconds(1, { a: -40, b: -35, c: -20, d: -30 })]);
	expect(speakersOf(voices)).toEqual(['a', 'c', 'd']);
});

test('a voice is kept over a breath and forgotten after', () => {
	const both = listen(seconds(2, { a: -30, b: -35 }));
	expect(speakersOf(listen(seconds(1, { a: -30 }), both, 2000))).toEqual(['a', 'b']);
	expect(speakersOf(listen(seconds(3, { a: -30 }), both, 2000))).toEqual(['a']);
});
