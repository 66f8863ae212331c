import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { clientBorder } from '../../app/client-border.ts';

let top: string;

beforeEach(() => {
	top = mkdtempSync(join(tmpdir(), 'client-border-'));
	const files: Record<string, string> = {
		'db/people.ts': 'export type Person = { name: string }; export const people: Person[] = [];',
		'app/live/registry.ts': "import { people } from '../../db/people.ts'; export const registry = people;",
		'sfu/node/node.ts': 'export const node = 1;',
		'sfu/link/contract.ts': 'export const contract = 1;',
		'app/src/deep.ts': "export { registry } from '../live/registry.ts';",
	};
	for (const [path, text] of Object.entries(files)) write(path, text);
});

afterEach(() => {
	rmSync(top, { recursive: true, force: true });
});

function write(path: string, text: string): void {
	mkdirSync(dirname(join(top, path)), { recursive: true });
	writeFileSync(join(top, path), text);
}

/** Builds app/src/entry.ts, for a browser or for a server. */
async function bundle(entry: string, ssr = false): Promise<unknown> {
	write('app/src/entry.ts', entry);
	return build({
		root: join(top, 'app'),
		configFile: false,
		logLevel: 'silent',
		plugins: [clientBorder(top)],
		build: { ssr, write: false, rollupOptions: { input: join(top, 'app/src/entry.ts') } },
	});
}

describe('clientBorder', () => {
	it('fails the client build on each server folder, naming the way there', async () => {
		await expect(bundle("import { people } from '../../db/people.ts'; console.log(people);")).rejects.toThrow(
			'app/src/entry.ts → db/people.ts',
		);
		await expect(bundle("import { registry } from './deep.ts'; console.log(registry);")).rejects.toThrow(
			'app/src/entry.ts → app/src/deep.ts → app/live/registry.ts',
		);
		await expect(bundle("import { node } from '../../sfu/node/node.ts'; console.log(node);")).rejects.toThrow(
			'sfu/node/node.ts',
		);
	});

	it('sees an import that is only made when asked for', async () => {
		await expect(bundle("export const late = () => import('../../db/people.ts');")).rejects.toThrow('db/people.ts');
	});

	it('lets types and the contract through', async () => {
		await expect(
			bundle(
				"import type { Person } from '../../db/people.ts'; import { contract } from '../../sfu/link/contract.ts';" +
					'const person: Person = { name: String(contract) }; console.log(person);',
			),
		).resolves.toBeDefined();
	});

	it('leaves the server build alone', async () => {
		await expect(
			bundle("import { people } from '../../db/people.ts'; console.log(people);", true),
		).resolves.toBeDefined();
	});
});
