import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

type Library = typeof import('pdfjs-dist');

let loading: Promise<Library> | undefined;

/** pdf.js, fetched when the first paper is opened: most pages never need it. */
export function pdfLibrary(): Promise<Library> {
	loading ??= import('pdfjs-dist').then((library) => {
		library.GlobalWorkerOptions.workerSrc = workerUrl;
		return library;
	});
	return loading;
}

/** Where app/pdf-assets.ts puts pdf.js's data. */
export function pdfData({ version }: Library) {
	const base = `/_app/immutable/pdfjs-${version}`;
	return {
		cMapUrl: `${base}/cmaps/`,
		standardFontDataUrl: `${base}/standard_fonts/`,
		wasmUrl: `${base}/wasm/`,
		iccUrl: `${base}/iccs/`,
	};
}
