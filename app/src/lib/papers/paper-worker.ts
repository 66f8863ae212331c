/**
 * pdf.js's worker, whose own fetches (character maps, fonts, decoders of scanned pictures) are made again until the link
 * is back: pdf.js would keep the page without them.
 */
import './bounded-canvas.ts';
import './native-pictures.ts';
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';

const again = 1_000;
const fetchOnce = globalThis.fetch;

globalThis.fetch = async (input, init) => {
	for (;;) {
		try {
			const response = await fetchOnce(input, init);
			if (response.status < 500) return response;
		} catch {
			// The link is away.
		}
		await new Promise((resolve) => setTimeout(resolve, again));
	}
};
