/**
 * A picture of 8,192 × 8,192 takes 256 MB: an A0 plan of 200 dots an inch has no more. What is larger is drawn smaller, as pdf.js
 * does where no canvas is large enough; it looks for how large one may be by making them, up to 4 GB each, and a scanned roll of
 * more than 32,767 points kept a page from being drawn, or took the browser with it. Loaded before pdf.js.
 */
const mostPixels = 8_192 * 8_192;

if ('OffscreenCanvas' in globalThis)
	Object.assign(globalThis, {
		OffscreenCanvas: class BoundedCanvas extends OffscreenCanvas {
			/** @throws RangeError, as browsers do of what is too large for them */
			constructor(width: number, height: number) {
				if (width * height > mostPixels) throw new RangeError(`a canvas of ${width} × ${height}`);
				super(width, height);
			}
		},
	});
