import { layerFor } from '#lib/media/tile-fit.ts';
import { expect, test } from 'vitest';

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
