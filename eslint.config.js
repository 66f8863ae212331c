import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import { importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { bordersRule } from './setup/borders.mjs';
import { guardedRule } from './setup/guarded.mjs';
import svelteConfig from './svelte.config.js';

/** Programs that a person starts: they may write to the terminal. Everything else logs. */
const programs = [
	'app/verify-journal.ts',
	'app/rebuild-projections.ts',
	'app/{backup,restore}.ts',
	'setup/**',
	'app/server.ts',
	'sfu/main.ts',
	'sfu/worker/*.mjs',
	'db/generate.ts',
	'app/import.ts',
	'test/bench/**',
	'test/load/main.ts',
	'test/cascade/main.ts',
];
/** Tools ask for a default export there. */
const configurations = ['*.config.{js,ts}', 'app/vite.config.ts'];

export default defineConfig(
	{
		ignores: [
			'build/',
			'data/',
			'test-results/',
			'playwright-report/',
			'app/.svelte-kit/',
			'app/node_modules/',
			'app/project.inlang/',
			'app/src/lib/paraglide/',
			'db/migrations/',
		],
	},
	typescript.configs.recommended,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		plugins: { 'import-x': importX, 'nhip-cau': { rules: { borders: bordersRule, guarded: guardedRule } } },
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'nhip-cau/borders': 'error',
			// A file of more than 150 lines deserves a second look, one of more than 350 is cut.
			'max-lines': ['error', { max: 350 }],
			'no-console': 'error',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-restricted-syntax': [
				'error',
				{ selector: 'TSEnumDeclaration', message: 'No enum: a union of strings, or an object `as const`.' },
				{ selector: 'TSParameterProperty', message: 'No parameter properties: Node only strips types.' },
				{ selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
			],
			'import-x/no-default-export': 'error',
			'import-x/no-duplicates': 'error',
			'import-x/no-self-import': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['**/*.ts'],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			// The two that only types can see and that hurt most: a promise nobody waits for, and one taken for a truth value.
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
	},
	{
		files: ['app/src/**'],
		rules: {
			// For apps below a path of their own; this one is served from the top.
			'svelte/no-navigation-without-resolve': 'off',
			// It takes a reason in brackets for more codes; svelte-check warns of what is not ignored.
			'svelte/no-unused-svelte-ignore': 'off',
			'no-restricted-globals': [
				'error',
				...['localStorage', 'sessionStorage'].map((name) => ({
					name,
					message: 'Where a browser keeps nothing, looking at it throws: use storageOf (lib/kept/storage.ts).',
				})),
			],
		},
	},
	{ files: ['app/src/routes/**/+*server.ts'], rules: { 'nhip-cau/guarded': 'error' } },
	{ files: programs, rules: { 'no-console': 'off' } },
	{ files: configurations, rules: { 'import-x/no-default-export': 'off' } },
);
