import { StrainWatch, type Frames, type Sparing } from '#lib/media/strain.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const fine: Frames = { came: 30, dropped: 1, lossy: false };
const stutters: Frames = { came: 30, dropped: 12, lossy: false };

let told: Sparing[];
let watch: StrainWatch;

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	watch = new StrainWatch((sparing) => told.push(sparing));
});

afterEach(() => {
	vi.useRealTimers();
});

function run(seconds: number, frames: Frames): Sparing[] {
	for (let second = 0; second < seconds; second += 1) {
		vi.advanceTimersByTime(1_000);
		watch.noteFrames(frames);
	}
	return told;
}

test('a processor that is behind for a moment costs nothing, one that stays behind first the pictures beside, then size', () => {
	run(20, fine);
	run(3, stutters);
	expect(run(20, fine)).toEqual([]);
	expect(run(12, stutters)).toEqual([1]);
	expect(run(12, stutters)).toEqual([1, 2]);
	expect(run(120, stutters)).toEqual([1, 2, 3]);
});

test('a camera that is encoded with difficulty leaves the others at middle size', () => {
	watch.noteEncoding(true);
	expect(run(600, fine)).toEqual([1, 2]);
	expect(run(14, stutters)).toEqual([1, 2, 3]);
	watch.noteEncoding(false);
	expect(run(120, fine)).toEqual([1, 2, 3, 2, 1, 0]);
});

test.each([
	['of few frames nothing is known', { came: 2, dropped: 2, lossy: false }],
	['what a link loses is no fault of the processor', { ...stutters, lossy: true }],
	['a page that drops some on a busy machine goes on', { came: 30, dropped: 4, lossy: false }],
])('%s', (_, frames) => {
	expect(run(120, frames)).toEqual([]);
});

test('a link that always loses some gives nothing back: of the processor nothing is known', () => {
	run(24, stutters);
	expect(run(200, { ...fine, lossy: true })).toEqual([1, 2]);
});

test('who keeps up again gets one step after the other, ever later where it failed', () => {
	run(24, stutters);
	expect(run(40, fine)).toEqual([1, 2, 1, 0]);
	expect(run(6, stutters), 'soon after more was tried').toEqual([1, 2, 1, 0, 1]);
	expect(run(25, fine), 'so long it took before').toEqual([1, 2, 1, 0, 1]);
	expect(run(10, fine)).toEqual([1, 2, 1, 0, 1, 0]);
});

test('one that fails by two steps is not tried sooner than one that fails by one', () => {
	run(24, stutters);
	run(15, fine);
	expect(run(24, stutters), 'what was tried fails, and more must go').toEqual([1, 2, 1, 2, 3]);
	expect(run(29, fine), 'in twice the time').toEqual([1, 2, 1, 2, 3]);
	expect(run(2, fine)).toEqual([1, 2, 1, 2, 3, 2]);
});
