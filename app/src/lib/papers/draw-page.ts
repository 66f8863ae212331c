import type { PDFPageProxy } from 'pdfjs-dist';

/** Tablets refuse canvases above 16,777,216 pixels; half of it keeps their memory free and is sharp enough. */
const mostPixels = 8_000_000;

/** The room that a page is to fill, in CSS pixels. `height` null: as tall as the width makes it. */
export interface Frame {
	readonly width: number;
	readonly height: number | null;
	/** 1: the page fits the frame */
	readonly zoom: number;
}

/** Size of the page in the frame, in CSS pixels. */
export function sizeIn(page: PDFPageProxy, frame: Frame): { readonly width: number; readonly height: number } {
	const natural = page.getViewport({ scale: 1 });
	const byWidth = frame.width / natural.width;
	const fit = frame.height === null ? byWidth : Math.min(byWidth, frame.height / natural.height);
	const scale = fit * frame.zoom;
	return { width: Math.floor(natural.width * scale), height: Math.floor(natural.height * scale) };
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
	const ratio = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (size.width * size.height)));
	const viewport = page.getViewport({ scale: (size.width / natural.width) * ratio });
	canvas.width = Math.max(1, Math.floor(viewport.width));
	canvas.height = Math.max(1, Math.floor(viewport.height));
	canvas.style.width = `${size.width}px`;
	canvas.style.height = `${size.height}px`;
	const task = page.render({ canvas, viewport });
	const stop = () => task.cancel();
	signal.addEventListener('abort', stop);
	try {
		await task.promise;
		return !signal.aborted;
	} catch (error) {
		if (signal.aborted) return false;
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
