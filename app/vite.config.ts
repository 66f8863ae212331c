import { dirname } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import options from '../svelte.config.js';
import { clientBorder } from './client-border.ts';
import { pdfAssets } from './pdf-assets.ts';

export default defineConfig({
	// Said outright: kit's build steps load this file again from the repository's top folder.
	root: import.meta.dirname,
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'baseLocale'],
			cookieName: 'ngon-ngu',
			isServer: 'import.meta.env.SSR',
			emitTsDeclarations: true,
		}),
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
						// Pages share modules in cycles of chunks: each still runs before what needs it.
						strictExecutionOrder: true,
						codeSplitting: {
							groups: [
								// What pages share, by the pages that share it: else each icon and each button is a request of its own.
								{ name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 40_000 },
							],
						},
					},
				},
			},
		},
	},
});
