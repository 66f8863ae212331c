import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root } from '../../setup/paths.mjs';

/** The project's own configuration; only what needs the snippet to be a file of the TypeScript project is left out. */
const eslint = new ESLint({
	cwd: root,
	overrideConfig: {
		languageOptions: { parserOptions: { projectService: false } },
		rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' },
	},
});

/** The messages of `rule` for `code`, as if it stood in the file `path`. */
async function complaints(path: string, code: string, rule = 'nhip-cau/borders'): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath: join(root, path) });
	const broken = result?.messages.filter((message) => message.fatal);
	if (broken?.length) throw new Error(broken[0]?.message);
	return (result?.messages ?? []).filter((message) => message.ruleId === rule).map((message) => message.message);
}

const use = (specifier: string): string => `import { thing } from '${specifier}';\nvoid thing;\n`;
const useType = (specifier: string): string =>
	`import type { Thing } from '${specifier}';\nexport type Mine = Thing;\n`;

describe('borders between our folders', () => {
	const crossed: [file: string, code: string, message: RegExp][] = [
		['app/meeting/vote/x.ts', use('#db/client.ts'), /pure core.*belongs in app\/live/],
		['app/meeting/vote/x.ts', useType('../../live/registry.ts'), /pure core/],
		['app/meeting/x.ts', use('node:crypto'), /no library but valibot/],
		['app/meeting/x.ts', use('pino'), /no library but valibot/],
		['app/contract/x.ts', use('#live/gateway.ts'), /handlers belong in app\/live/],
		['app/contract/x.ts', use('#db/client.ts'), /table of messages/],
		['app/live/x.ts', use('#lib/live/connection.ts'), /pages belong in app\/src/],
		['app/live/x.ts', use('../../sfu/node/worker-pool.ts'), /media in sfu/],
		['app/src/lib/x.ts', use('#live/registry.ts'), /reaches browsers.*\+page\.server\.ts/],
		['app/src/routes/+page.svelte', `<script lang="ts">\n${use('#db/client.ts')}</script>\n`, /reaches browsers/],
		['app/src/routes/+page.ts', "export const load = () => import('#db/client.ts');\n", /reaches browsers/],
		['app/src/lib/x.ts', "export { thing } from '#sfu/node/placement.ts';\n", /reaches browsers/],
		['app/src/hooks.server.ts', use('#sfu/node/placement.ts'), /media belongs in sfu/],
		['app/server.ts', use('#sfu/node/placement.ts'), /runs in its own process/],
		['db/org/x.ts', use('#live/registry.ts'), /knows no server/],
		['db/org/x.ts', use('../../sfu/link/contract.ts'), /knows no server/],
		['sfu/node/x.ts', use('#meeting/stage.ts'), /said to the node through sfu\/link/],
		['sfu/link/x.ts', useType('#db/client.ts'), /knows nothing of users/],
	];

	it.each(crossed)('%s: %s', async (file, code, message) => {
		expect(await complaints(file, code)).toEqual([expect.stringMatching(message)]);
	});

	const allowed: [file: string, code: string][] = [
		['app/meeting/x.ts', use('valibot')],
		['app/meeting/vote/x.ts', use('../rule-set.ts')],
		['app/contract/x.ts', use('#sfu/link/contract.ts')],
		['app/live/x.ts', use('#db/client.ts') + useType('#meeting/rule-set.ts')],
		['app/src/lib/x.ts', useType('#live/registry.ts')],
		['app/src/lib/x.ts', "import { type A, type B } from '#live/registry.ts';\nexport type C = A | B;\n"],
		['app/src/routes/+page.server.ts', use('#live/registry.ts')],
		['app/src/routes/tep/+server.ts', use('#db/documents/store.ts')],
		['db/votes/x.ts', use('#meeting/rule-set.ts')],
		['sfu/main.ts', use('./node/placement.ts')],
		['test/live/x.test.ts', use('#live/registry.ts')],
	];

	it.each(allowed)('%s may: %s', async (file, code) => {
		expect(await complaints(file, code)).toEqual([]);
	});
});

describe('borders around libraries', () => {
	const places: [specifier: string, inside: string, outside: string, message: RegExp][] = [
		['mediasoup', 'sfu/node/x.ts', 'sfu/main.ts', /only sfu\/node/],
		['mediasoup/types', 'sfu/conference/x.ts', 'app/live/x.ts', /only sfu\/node/],
		['mediasoup-client', 'app/src/lib/media/x.ts', 'app/src/lib/x.ts', /app\/src\/lib\/media/],
		['socket.io', 'app/live/x.ts', 'app/server.ts', /gateway in app\/live/],
		['socket.io-client', 'app/src/lib/live/x.ts', 'app/src/routes/x.ts', /app\/src\/lib\/live/],
		['socket.io-client', 'sfu/link/x.ts', 'sfu/main.ts', /a node's end sfu\/link/],
		['drizzle-orm/better-sqlite3', 'db/client.ts', 'app/live/x.ts', /SQL belongs in db/],
		['better-sqlite3', 'db/client.ts', 'app/src/routes/+page.server.ts', /SQL belongs in db/],
	];

	it.each(places)('%s in %s, not in %s', async (specifier, inside, outside, message) => {
		expect(await complaints(inside, use(specifier))).toEqual([]);
		expect(await complaints(outside, use(specifier))).toEqual([expect.stringMatching(message)]);
	});

	it('sfu/link may use the types of mediasoup, and nothing that runs', async () => {
		expect(await complaints('sfu/link/x.ts', useType('mediasoup/types'))).toEqual([]);
		expect(await complaints('sfu/link/x.ts', use('mediasoup/types'))).toHaveLength(1);
	});
});

describe('whose right a route is', () => {
	const rule = 'nhip-cau/guarded';
	const page = 'app/src/routes/x/+page.server.ts';
	const guard = (names: string) => `import { ${names} } from '#lib/server/guard.ts';\n`;

	it.each([
		["load = accountLoad('administer', () => 1)", guard('accountLoad')],
		["load = mine('sign-in', () => 1)", guard('guarded as mine')],
		['GET = watchLoad(() => 1)', "import { watchLoad } from '#lib/ops/access.server.ts';\n"],
		['ssr = true', ''],
		['actions = { a: handler } satisfies GuardedActions', guard('type GuardedActions')],
	])('is said: %s', async (declared, imported) => {
		expect(await complaints(page, `${imported}export const ${declared};\n`, rule)).toEqual([]);
	});

	it.each([
		['export const load = () => 1;', /load says nobody's right/],
		['export async function load() {}', /load says nobody's right/],
		['export const POST = async () => new Response();', /POST says nobody's right/],
		[
			"const accountLoad = (right, load) => load;\nexport const load = accountLoad('administer', () => 1);",
			/load says/,
		],
		["export { load } from './elsewhere.ts';", /load says/],
		['const load = () => 1;\nexport { load };', /load says/],
		["export * from './elsewhere.ts';", /Another file says nobody's right/],
		[
			`${guard('accountLoad')}export let load = accountLoad('administer', () => 1);`,
			/another value says nobody's right/,
		],
		['export const { load } = made();', /says nobody's right/],
		['export const actions = { default: async () => 1 };', /satisfies GuardedActions/],
		['export const actions = { default: async () => 1 } satisfies Actions;', /satisfies GuardedActions/],
		['export const actions = { default: async () => 1 } satisfies Kit.Actions;', /satisfies GuardedActions/],
		['export const actions = { default: async () => 1 } satisfies { default: unknown };', /satisfies GuardedActions/],
	])('is missing: %s', async (code, message) => {
		expect(await complaints(page, `${code}\n`, rule)).toEqual([expect.stringMatching(message)]);
		expect(await complaints('app/src/routes/x/elsewhere.ts', `${code}\n`, rule)).toEqual([]);
	});
});

describe('rules of style', () => {
	it.each([
		['no-restricted-syntax', 'export enum Side { For, Against }\n'],
		['no-restricted-syntax', "export * from './vote.ts';\n"],
		['import-x/no-default-export', 'export default 1;\n'],
		['@typescript-eslint/no-explicit-any', 'export const thing: any = 1;\n'],
		['no-console', "console.log('x');\n"],
		['max-lines', 'export const a = 1;\n'.replace('a', 'b') + '// line\n'.repeat(350)],
	])('%s', async (rule, code) => {
		expect(await complaints('app/live/x.ts', code, rule)).toHaveLength(1);
	});

	it('the programs that a person starts may print', async () => {
		expect(await complaints('app/server.ts', "console.log('x');\n", 'no-console')).toEqual([]);
	});
});
