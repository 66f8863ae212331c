import { gestures } from '#lib/papers/gestures.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Point = readonly [x: number, y: number];
let frame: EventTarget;
let told: string[];
let detach: (() => void) | void;
let now = 0;

beforeEach(() => {
	vi.stubGlobal('getSelection', () => null);
	told = [];
	now = 0;
	frame = Object.assign(new EventTarget(), {
		scrollLeft: 0,
		clientWidth: 600,
		scrollWidth: 600,
		getBoundingClientRect: () => ({ left: 100, top: 50 }),
	});
	detach = gestures({
		pinch: (ratio, { x, y }) => told.push(`pinch ${ratio} at ${x},${y}`),
		pinched: () => told.push('pinched'),
		doubleTap: ({ x, y }) => told.push(`double tap at ${x},${y}`),
		turn: (by) => told.push(`turn ${by}`),
	})(frame as unknown as HTMLElement);
});
afterEach(() => {
	detach?.();
	vi.unstubAllGlobals();
});

const touches = (points: readonly Point[]) => points.map(([clientX, clientY]) => ({ clientX, clientY }));

function send(type: string, at: number, points: readonly Point[], left: readonly Point[] = []) {
	const event = new Event(type, { cancelable: true });
	Object.defineProperties(event, {
		touches: { value: touches(points) },
		changedTouches: { value: touches(left) },
		timeStamp: { value: (now = at) },
	});
	frame.dispatchEvent(event);
	return event.defaultPrevented;
}

function swipe(from: Point, to: Point, ms = 200) {
	const begun = now + 1_000;
	send('touchstart', begun, [from]);
	send('touchend', begun + ms, [], [to]);
	return told.splice(0);
}

test('two fingers say how far apart they are and where they are, and nothing else hears of it', () => {
	send('touchstart', 0, [[200, 250]]);
	send('touchstart', 10, [
		[200, 250],
		[400, 250],
	]);
	expect(
		send('touchmove', 20, [
			[100, 250],
			[500, 250],
		]),
	).toBe(true);
	send('touchend', 30, [[500, 250]], [[100, 250]]);
	send('touchend', 40, [], [[500, 250]]);
	expect(told).toEqual(['pinch 2 at 200,200', 'pinched']);
});

test('one finger scrolls: its moves are the browser’s', () => {
	send('touchstart', 0, [[200, 250]]);
	expect(send('touchmove', 20, [[200, 100]])).toBe(false);
	expect(told).toEqual([]);
});

test('a quick swipe across turns the page; one up or down, a slow or a slanted one turns none', () => {
	expect(swipe([500, 300], [300, 320])).toEqual(['turn 1']);
	expect(swipe([300, 300], [500, 280])).toEqual(['turn -1']);
	expect(swipe([300, 700], [310, 100])).toEqual([]);
	expect(swipe([500, 300], [300, 300], 900)).toEqual([]);
	expect(swipe([500, 300], [380, 400])).toEqual([]);
});

test('what is magnified is moved about first, and turned at its edge alone', () => {
	Object.assign(frame, { scrollWidth: 1_200, scrollLeft: 300 });
	expect([swipe([500, 300], [300, 300]), swipe([300, 300], [500, 300])]).toEqual([[], []]);
	Object.assign(frame, { scrollLeft: 600 });
	expect([swipe([500, 300], [300, 300]), swipe([300, 300], [500, 300])]).toEqual([['turn 1'], []]);
});

test('two taps at one place are one gesture; far apart, or late, they are none', () => {
	const tap = (at: number, place: Point) => {
		send('touchstart', at, [place]);
		send('touchend', at + 50, [], [place]);
	};
	tap(0, [300, 250]);
	tap(200, [305, 252]);
	expect(told.splice(0)).toEqual(['double tap at 205,202']);
	tap(1_000, [300, 250]);
	tap(1_200, [500, 250]);
	tap(3_000, [500, 250]);
	expect(told).toEqual([]);
});

test('while something is selected no page turns', () => {
	vi.stubGlobal('getSelection', () => ({ isCollapsed: false }));
	expect(swipe([500, 300], [300, 300])).toEqual([]);
});

test('beyond the edge of what is magnified the finger stays ours, and turns the page; within it the browser moves it', () => {
	Object.assign(frame, { scrollWidth: 1_200, scrollLeft: 600 });
	send('touchstart', 0, [[500, 300]]);
	expect(send('touchmove', 50, [[480, 302]])).toBe(true);
	send('touchend', 200, [], [[300, 310]]);
	expect(told.splice(0)).toEqual(['turn 1']);
	send('touchstart', 1_000, [[300, 300]]);
	expect(send('touchmove', 1_050, [[320, 302]])).toBe(false);
	expect(send('touchmove', 1_050, [[295, 340]])).toBe(false);
});
