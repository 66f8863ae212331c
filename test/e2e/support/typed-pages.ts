import type { Page } from '@playwright/test';

const [width, height] = [1280, 720];

interface TypedPages {
	/** Any page, drawn anew, is the same in every pixel; `caret`: it blinks. */
	drawPage(number: number, caret: boolean): HTMLCanvasElement;
	/** This one is shown from now on. */
	turnTo(number: number): void;
}

/**
 * Runs in the page before anything else: what is shared as this device's screen are pages of small type, as of a report.
 * Who receives them needs it, too, to know how they look.
 */
export function showTypedPages({ width, height }: { width: number; height: number }): void {
	const words = 'Ủy ban nhân dân tỉnh báo cáo tình hình kinh tế xã hội quý tư và kế hoạch đầu tư công năm sau'.split(
		' ',
	);
	const canvas = document.createElement('canvas');
	Object.assign(canvas, { width, height });
	const paint = canvas.getContext('2d', { willReadFrequently: true });
	const line = 22;
	let shown = 1;
	const drawPage: TypedPages['drawPage'] = (number, caret) => {
		if (!paint) throw new Error('no canvas');
		paint.fillStyle = '#fff';
		paint.fillRect(0, 0, width, height);
		paint.fillStyle = '#000';
		paint.font = '15px serif';
		for (let row = 1; row * line < height; row += 1) {
			const text = words.map((_, index) => words[(number * 7 + row * 5 + index * (number + 1)) % words.length]);
			paint.fillText(`${number}.${row}. ${text.join(' ')}`, 30, row * line);
		}
		if (caret) paint.fillRect(10, height - line, 6, 16);
		return canvas;
	};
	Object.assign(window, { drawPage, turnTo: (number: number) => (shown = number) } satisfies TypedPages);
	navigator.mediaDevices.getDisplayMedia = () => {
		let caret = false;
		drawPage(shown, caret);
		// A screen on which nothing changes gives no frames.
		setInterval(() => drawPage(shown, (caret = !caret)), 200);
		return Promise.resolve(canvas.captureStream());
	};
}
export const pageSize = { width, height };

export const turnTo = (page: Page, number: number): Promise<void> =>
	page.evaluate((to) => (window as unknown as TypedPages).turnTo(to), number);

/**
 * How much the content that a page receives looks like a typed page: 1 the same in every pixel, 0 nothing of it
 * (correlation of brightness).
 */
export const likeness = (page: Page, number: number): Promise<number> =>
	page.locator('video[data-place="content"]').evaluate(
		(video, { number, width, height }) => {
			const luminances = (picture: CanvasImageSource): number[] => {
				const paint = new OffscreenCanvas(width, height).getContext('2d');
				if (!paint) throw new Error('no canvas');
				paint.drawImage(picture, 0, 0, width, height);
				const { data } = paint.getImageData(0, 0, width, height);
				return Array.from({ length: width * height }, (_, at) => data[4 * at + 1] ?? 0);
			};
			const [one, other] = [
				luminances((window as unknown as TypedPages).drawPage(number, false)),
				luminances(video as HTMLVideoElement),
			];
			const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
			const [meanOne, meanOther] = [mean(one), mean(other)];
			let [both, squaresOne, squaresOther] = [0, 0, 0];
			for (const [at, value] of one.entries()) {
				const [a, b] = [value - meanOne, (other[at] ?? 0) - meanOther];
				both += a * b;
				squaresOne += a * a;
				squaresOther += b * b;
			}
			return squaresOther === 0 ? 0 : both / Math.sqrt(squaresOne * squaresOther);
		},
		{ number, ...pageSize },
	);
