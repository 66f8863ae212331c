import { dirname, join } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import options from '../svelte.config.js';
import { languageCookie } from './contract/appearance-cookies.ts';
import { clientBorder } from './client-border.ts';
import { pageChunks } from './page-chunks.ts';
import { pdfAssets } from './pdf-assets.ts';
import { textFiles } from './text-files.ts';

export default defineConfig({
	// Said outright: kit's build steps load this file again from the repository's top folder.
	root: import.meta.dirname,
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'baseLocale'],
			cookieName: languageCookie,
			isServer: 'import.meta.env.SSR',
			emitTsDeclarations: true,
			// A file for each language: a browser fetches its own (src/lib/i18n/own-language.ts).
			outputStructure: 'locale-modules',
		}),
		textFiles(join(import.meta.dirname, 'messages/vi')),
		clientBorder(dirname(import.meta.dirname)),
		pdfAssets(),
		sveltekit(options),
	],
	build: { chunkSizeWarningLimit: 1500 },
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						codeSplitting: { groups: pageChunks(join(import.meta.dirname, 'src/routes')) },
					},
				},
			},
		},
	},
});
