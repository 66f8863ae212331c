import { layerFor, TileFit } from '#lib/media/tile-fit.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

afterEach(() => {
	vi.unstubAllGlobals();
});

test.each([
	{ height: 150, pixelRatio: 1, layer: 0 },
	{ height: 225, pixelRatio: 1, layer: 0 },
	{ height: 226, pixelRatio: 1, layer: 1 },
	{ height: 450, pixelRatio: 1, layer: 1 },
	{ height: 451, pixelRatio: 1, layer: 2 },
	{ height: 1080, pixelRatio: 1, layer: 2 },
	{ height: 150, pixelRatio: 2, layer: 1 },
	{ height: 150, pixelRatio: 3.5, layer: 2 },
])('a tile of $height px at $pixelRatio× is worth layer $layer', ({ height, pixelRatio, layer }) => {
	expect(layerFor(height, pixelRatio)).toBe(layer);
});

let observers: ((entries: unknown[]) => void)[];

beforeEach(() => {
	observers = [];
	class Observer {
		constructor(tell: (entries: unknown[]) => void) {
			observers.push(tell);
		}
		observe() {}
		disconnect() {}
	}
	vi.stubGlobal('ResizeObserver', Observer);
	vi.stubGlobal('IntersectionObserver', Observer);
	vi.stubGlobal('devicePixelRatio', 1);
	vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
});

const tileOf = (height: number) => ({ getBoundingClientRect: () => ({ height }) }) as Element;
const track = { consumerId: 'consumer', kind: 'video', viewed: false } as const;

test('of several changes that come at once the latest counts', () => {
	const fit = new TileFit(2, () => {});
	const stop = fit.observe('consumer', tileOf(100));
	expect(fit.layerOf(track)).toBe(0);
	const [sizes, sight] = observers;
	sizes?.([{ contentRect: { height: 200 } }, { contentRect: { height: 400 } }]);
	expect(fit.layerOf(track)).toBe(1);
	sight?.([{ isIntersecting: false }, { isIntersecting: true }]);
	sizes?.([{ contentRect: { height: 0 } }, { contentRect: { height: 900 } }]);
	expect(fit.layerOf(track)).toBe(2);
	stop();
	fit.close();
});

test('the smallest is asked for until a size is known; what is of the stage, or kept ready for it, comes whole', () => {
	const fit = new TileFit(2, () => {});
	const viewed = { ...track, viewed: true };
	expect(fit.layerOf(viewed)).toBe(0);
	expect(fit.layerOf(track)).toBe(2);
	const stop = fit.observe('consumer', tileOf(0));
	expect(fit.layerOf(viewed)).toBe(0);
	expect(fit.layerOf(track)).toBe(0);
	observers[0]?.([{ contentRect: { height: 700 } }]);
	expect(fit.layerOf(viewed)).toBe(2);
	stop();
	expect(fit.layerOf(viewed)).toBe(0);
	fit.close();
});

test('a processor that cannot keep up costs the pictures beside the main one, then the size of that', () => {
	const fit = new TileFit(2, () => {});
	const side = { ...track, consumerId: 'side' };
	fit.observe('consumer', tileOf(900));
	fit.observe('side', tileOf(150), true);
	const spared = ([0, 1, 2, 3] as const).map((sparing) => [fit.layerOf(track, sparing), fit.layerOf(side, sparing)]);
	expect(spared).toEqual([
		[2, 0],
		[2, null],
		[1, null],
		[0, null],
	]);
	expect(fit.layerOf({ ...track, kind: 'audio' }, 3)).toBe(0);
	// On its way to the stage, or kept ready for it: it may be the main one.
	expect(fit.layerOf({ ...track, consumerId: 'next' }, 2)).toBe(1);
	fit.close();
});
