import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

test('pdf.js may make canvases as large as an A0 plan of 200 dots an inch, and none of gigabytes to see whether they hold', async () => {
	const made: string[] = [];
	vi.stubGlobal(
		'OffscreenCanvas',
		class {
			constructor(width: number, height: number) {
				made.push(`${width} × ${height}`);
			}
		},
	);
	await import('#lib/papers/bounded-canvas.ts');
	for (const [width, height] of [
		[9_362, 6_622],
		[32_767, 1],
		[8_192, 8_192],
	] as const)
		expect(new OffscreenCanvas(width, height)).toBeDefined();
	expect(() => new OffscreenCanvas(17_407, 17_407)).toThrow(RangeError);
	expect(made).toEqual(['9362 × 6622', '32767 × 1', '8192 × 8192']);
});
