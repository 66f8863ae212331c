import { isLargerThan } from '#live/gateway/message-size.ts';
import { expect, test } from 'vitest';

/** Throws when somebody looks at it. */
const untouchable = { enumerable: true, get: () => expect.unreachable('no further than it must') };

test('a message is measured by what came over the wire', () => {
	expect(isLargerThan(40, { name: 'x', input: [1, 2, 3] })).toBe(false);
	expect(isLargerThan(20, { name: 'x'.repeat(20) })).toBe(true);
	expect(isLargerThan(20, ['đ'.repeat(10)])).toBe(true);
	expect(isLargerThan(20, [new Uint8Array(21)])).toBe(true);
	expect(
		isLargerThan(
			20,
			Array.from({ length: 21 }, () => []),
		),
	).toBe(true);
});

test('one that is far too large costs no more than one that is', () => {
	const list = Object.defineProperty(
		Array.from({ length: 1000 }, () => 0),
		999,
		untouchable,
	);
	expect(isLargerThan(100, { list })).toBe(true);
	const named = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key-${index}`, 0]));
	expect(isLargerThan(100, Object.defineProperty(named, 'key-999', untouchable))).toBe(true);
});
