import { seenPart } from '#lib/papers/seen-part.ts';
import { expect, test } from 'vitest';

const rect = (left: number, top: number, width: number, height: number) =>
	({ left, top, right: left + width, bottom: top + height }) as DOMRect;

test('of a sheet that is scrolled in its frame the part within the frame is seen', () => {
	const frame = rect(100, 50, 400, 300);
	expect(seenPart(frame, rect(-60, -400, 1_600, 2_000))).toEqual({ x: 160, y: 450, width: 400, height: 300 });
	expect(seenPart(frame, rect(150, 100, 300, 900))).toEqual({ x: 0, y: 0, width: 300, height: 250 });
	expect(seenPart(frame, rect(600, 50, 400, 300))).toBeUndefined();
});
