import adapter from '@sveltejs/adapter-node';

/**
 * SvelteKit's options, as `sveltekit(...)` in app/vite.config.ts takes them. Kit refuses a config file in its
 * Vite root (app/), but editors and svelte-check look for one here.
 * @type {Parameters<typeof import('@sveltejs/kit/vite').sveltekit>[0]}
 */
const options = {
	adapter: adapter({ out: 'build' }),
	compilerOptions: { runes: true },
	// Who downloads papers has it (app/src/lib/offline/keep-shell.ts): others pay nothing for it.
	serviceWorker: { register: false },
	// What is smaller than a request with its answer's head costs less in the page itself; in characters.
	inlineStyleThreshold: 2048,
	csp: {
		mode: 'auto',
		directives: {
			'default-src': ['self'],
			'connect-src': ['self'],
			'img-src': ['self', 'data:', 'blob:'],
			'media-src': ['self', 'blob:'],
			'style-src': ['self', 'unsafe-inline'],
			'script-src': ['self', 'wasm-unsafe-eval'],
			'worker-src': ['self', 'blob:'],
			'object-src': ['none'],
			'base-uri': ['none'],
			'form-action': ['self'],
			'frame-ancestors': ['none'],
		},
	},
};

export default options;
