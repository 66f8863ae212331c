import { drawPage, readAhead } from '#lib/papers/draw-page.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const cleanup = vi.fn();

/** A page of which one stream did not come. */
const page = {
	getViewport: ({ scale }: { scale: number }) => ({ width: 600 * scale, height: 800 * scale }),
	render: () => ({ promise: Promise.reject(new Error('bytes missing')), cancel: () => {} }),
	cleanup,
} as unknown as PDFPageProxy;

const canvas = () => ({ width: 0, height: 0, style: {} }) as HTMLCanvasElement;

beforeEach(() => {
	cleanup.mockClear();
	vi.stubGlobal('devicePixelRatio', 1);
	vi.stubGlobal('document', { createElement: canvas });
});

afterEach(() => vi.unstubAllGlobals());

test('a page that could not be drawn says so, and is not kept as it failed', async () => {
	const frame = { width: 300, height: null, zoom: 1 };
	await expect(drawPage(page, canvas(), frame, new AbortController().signal)).rejects.toThrow('bytes missing');
	expect(cleanup).toHaveBeenCalledOnce();
});

test('reading ahead poisons no page that is turned to later', async () => {
	await readAhead(page, new AbortController().signal);
	expect(cleanup).toHaveBeenCalledOnce();
});

test('what was stopped has not failed', async () => {
	const stopped = AbortSignal.abort();
	expect(await drawPage(page, canvas(), { width: 300, height: 400, zoom: 1 }, stopped)).toBe(false);
	expect(cleanup).not.toHaveBeenCalled();
});
