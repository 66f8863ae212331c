import type { PDFPageProxy, RenderTask } from 'pdfjs-dist';

/** Tablets refuse canvases above 16,777,216 pixels; half of it keeps their memory free and is sharp enough. */
const mostPixels = 8_000_000;

/** The room that a page is to fill, in CSS pixels. `height` null: as tall as the width makes it. */
export interface Frame {
	readonly width: number;
	readonly height: number | null;
	/** 1: the page fits the frame */
	readonly zoom: number;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

/** Size of the page in the frame, in CSS pixels, and of a point of it. */
export function sizeIn(page: PDFPageProxy, frame: Frame): Size & { readonly scale: number } {
	const natural = page.getViewport({ scale: 1 });
	const byWidth = frame.width / natural.width;
	const fit = frame.height === null ? byWidth : Math.min(byWidth, frame.height / natural.height);
	const scale = fit * frame.zoom;
	return { width: Math.floor(natural.width * scale), height: Math.floor(natural.height * scale), scale };
}

/** Draws the page on the canvas; resolves false when `signal` stopped it. */
export async function drawPage(
	page: PDFPageProxy,
	canvas: HTMLCanvasElement,
	frame: Frame,
	signal: AbortSignal,
): Promise<boolean> {
	const natural = page.getViewport({ scale: 1 });
	const size = sizeIn(page, frame);
	const ratio = Math.min(devicePixelRatio, finest(size));
	const viewport = page.getViewport({ scale: (size.width / natural.width) * ratio });
	canvas.width = Math.max(1, Math.floor(viewport.width));
	canvas.height = Math.max(1, Math.floor(viewport.height));
	canvas.style.width = `${size.width}px`;
	canvas.style.height = `${size.height}px`;
	return finish(page, page.render({ canvas, viewport }), signal);
}

/** Pixels for a CSS pixel of a whole page, at most. */
const finest = ({ width, height }: Size) => Math.sqrt(mostPixels / (width * height));

/** Drawn as a whole, the page is coarser than the screen: what is seen of it is to be drawn apart. */
export const isCoarse = (page: PDFPageProxy, frame: Frame): boolean => finest(sizeIn(page, frame)) < devicePixelRatio;

/** A part of the page as it stands in the frame, in CSS pixels from its upper left corner. */
export interface Part extends Size {
	readonly x: number;
	readonly y: number;
}

/** Draws a part of the page as finely as the screen is, at its place over the whole; resolves false when `signal` stopped it. */
export async function drawPart(
	page: PDFPageProxy,
	canvas: HTMLCanvasElement,
	frame: Frame,
	part: Part,
	signal: AbortSignal,
): Promise<boolean> {
	const { scale } = sizeIn(page, frame);
	const ratio = Math.min(devicePixelRatio, finest(part));
	canvas.width = Math.max(1, Math.round(part.width * ratio));
	canvas.height = Math.max(1, Math.round(part.height * ratio));
	const place = { left: part.x, top: part.y, width: part.width, height: part.height };
	for (const [side, length] of Object.entries(place)) canvas.style.setProperty(side, `${length}px`);
	const viewport = page.getViewport({ scale: scale * ratio, offsetX: -part.x * ratio, offsetY: -part.y * ratio });
	return finish(page, page.render({ canvas, viewport }), signal);
}

/**
 * Fetches and decodes all that the page needs and draws none of it, so that turning to the page shows it at once. (Its
 * operator list alone would be parsed, and its pictures decoded and kept, a second time for the drawing.)
 */
export async function readAhead(page: PDFPageProxy, signal: AbortSignal): Promise<void> {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 1;
	const nothing = () => false;
	const task = page.render({ canvas, viewport: page.getViewport({ scale: 0.001 }), operationsFilter: nothing });
	try {
		await finish(page, task, signal);
	} catch {
		// Turning to the page says what is wrong with it.
	} finally {
		release(canvas);
	}
}

/** Resolves false when `signal` stopped it. pdf.js would keep a failure with the page: it is forgotten. */
async function finish(page: PDFPageProxy, task: RenderTask, signal: AbortSignal): Promise<boolean> {
	const stop = () => task.cancel();
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
