import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** What pdf.js fetches by name while it reads a paper: character maps, standard fonts, decoders, a colour profile. */
const folders = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];

/**
 * Ships pdf.js's data with the pages, below `_app/immutable/pdfjs-VERSION/`, where the browser may keep it for good: a
 * closed network has no other place to fetch it from, and a copy in the repository would fall behind the library.
 */
export function pdfAssets(): Plugin {
	const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
	const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
	const base = `_app/immutable/pdfjs-${version}`;
	const source = dirname(manifest);
	const files = folders.flatMap((folder) =>
		readdirSync(join(source, folder))
			.filter((name) => !name.startsWith('quickjs'))
			.map((name) => `${folder}/${name}`),
	);

	return {
		name: 'pdf-assets',
		// The service worker keeps them with the pages.
		config: () => ({ define: { pdfDataFiles: JSON.stringify(files.map((file) => `${base}/${file}`)) } }),
		applyToEnvironment: (environment) => environment.config.consumer === 'client',
		generateBundle() {
			for (const file of files)
				this.emitFile({ type: 'asset', fileName: `${base}/${file}`, source: readFileSync(join(source, file)) });
		},
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const file = files.find((each) => request.url === `/${base}/${each}`);
				if (file === undefined) return next();
				response.end(readFileSync(join(source, file)));
			});
		},
	};
}
