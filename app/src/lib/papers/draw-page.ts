import type { PDFPageProxy, RenderTask } from 'pdfjs-dist';
import type { Turned } from './page-layout.ts';

/** Tablets refuse canvases above 16,777,216 pixels; half of it keeps their memory free and is sharp enough. */
const mostPixels = 8_000_000;

interface Size {
	readonly width: number;
	readonly height: number;
}

/** How a page stands on the screen: its size in CSS pixels, and that of a point of it. */
export interface Standing extends Size {
	readonly scale: number;
	readonly turned: Turned;
}

/** The page's viewport, so many pixels for a CSS pixel, moved by so many pixels. */
export const viewportOf = (
	page: PDFPageProxy,
	{ scale, turned }: Pick<Standing, 'scale' | 'turned'>,
	ratio = 1,
	x = 0,
	y = 0,
) => page.getViewport({ scale: scale * ratio, rotation: (page.rotate + turned) % 360, offsetX: x, offsetY: y });

/** Draws the page on the canvas; resolves false when `signal` stopped it. */
export async function drawPage(
	page: PDFPageProxy,
	canvas: HTMLCanvasElement,
	standing: Standing,
	signal: AbortSignal,
): Promise<boolean> {
	const ratio = Math.min(devicePixelRatio, finest(standing));
	canvas.width = Math.max(1, Math.floor(standing.width * ratio));
	canvas.height = Math.max(1, Math.floor(standing.height * ratio));
	return finish(page, page.render({ canvas, viewport: viewportOf(page, standing, ratio) }), signal);
}

/** Pixels for a CSS pixel of a whole page, at most. */
const finest = ({ width, height }: Size) => Math.sqrt(mostPixels / (width * height));

/** Drawn as a whole, the page is coarser than the screen: what is seen of it is to be drawn apart. */
export const isCoarse = (box: Size): boolean => finest(box) < devicePixelRatio;

/** A part of the page as it stands on the screen, in CSS pixels from its upper left corner. */
export interface Part extends Size {
	readonly x: number;
	readonly y: number;
}

/** Draws a part of the page as finely as the screen is, at its place over the whole; resolves false when `signal` stopped it. */
export async function drawPart(
	page: PDFPageProxy,
	canvas: HTMLCanvasElement,
	standing: Standing,
	part: Part,
	signal: AbortSignal,
): Promise<boolean> {
	const ratio = Math.min(devicePixelRatio, finest(part));
	canvas.width = Math.max(1, Math.round(part.width * ratio));
	canvas.height = Math.max(1, Math.round(part.height * ratio));
	const place = { left: part.x, top: part.y, width: part.width, height: part.height };
	for (const [side, length] of Object.entries(place)) canvas.style.setProperty(side, `${length}px`);
	const viewport = viewportOf(page, standing, ratio, -part.x * ratio, -part.y * ratio);
	return finish(page, page.render({ canvas, viewport }), signal);
}

/** Resolves false when `signal` stopped it. pdf.js would keep a failure with the page: it is forgotten. */
async function finish(page: PDFPageProxy, task: RenderTask, signal: AbortSignal): Promise<boolean> {
	const stop = () => task.cancel();
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop);
	try {
		await task.promise;
		return !signal.aborted;
	} catch (error) {
		if (signal.aborted) return false;
		page.cleanup();
		throw error;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Gives the canvas's memory back at once: tablets keep it until garbage is collected, and run out first. */
export function release(canvas: HTMLCanvasElement): void {
	canvas.width = 0;
	canvas.height = 0;
}
