import { drawPage } from '#lib/papers/draw-page.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const cleanup = vi.fn();

/** A page of which one stream did not come. */
const page = {
	getViewport: ({ scale }: { scale: number }) => ({ width: 600 * scale, height: 800 * scale }),
	render: () => ({ promise: Promise.reject(new Error('bytes missing')), cancel: () => {} }),
	cleanup,
} as unknown as PDFPageProxy;

const standing = { width: 300, height: 400, scale: 0.5, turned: 0 } as const;
const canvas = () => ({ width: 0, height: 0, style: {} }) as HTMLCanvasElement;

beforeEach(() => {
	cleanup.mockClear();
	vi.stubGlobal('devicePixelRatio', 1);
	vi.stubGlobal('document', { createElement: canvas });
});

afterEach(() => vi.unstubAllGlobals());

test('a page that could not be drawn says so, and is not kept as it failed', async () => {
	await expect(drawPage(page, canvas(), standing, new AbortController().signal)).rejects.toThrow('bytes missing');
	expect(cleanup).toHaveBeenCalledOnce();
});

test('what was stopped has not failed', async () => {
	const stopped = AbortSignal.abort();
	expect(await drawPage(page, canvas(), standing, stopped)).toBe(false);
	expect(cleanup).not.toHaveBeenCalled();
});
