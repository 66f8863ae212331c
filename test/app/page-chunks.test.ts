import { pageChunks } from '../../app/page-chunks.ts';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const routes = join(import.meta.dirname, '../../app/src/routes');

const imports: Record<string, readonly string[]> = {
	'+layout.svelte': ['svelte', 'header', '/kit/src/runtime/client/payload.js'],
	'+error.svelte': ['svelte', 'gate'],
	'+page.svelte': ['svelte', 'button'],
	'meetings/[id]/live/+page.svelte': ['svelte', 'button', 'stage', 'room'],
	'room/+page.svelte': ['svelte', 'stage', 'board'],
	'meetings/new/+page.svelte': ['svelte', 'button', 'form'],
	'meetings/[id]/edit/+page.svelte': ['svelte', 'form', 'edit'],
	stage: ['tile'],
	tile: ['stage'],
};
const pages = Object.keys(imports).filter((id) => id.endsWith('.svelte'));
const idOf = (module: string) => (pages.includes(module) ? join(routes, module) : module);
const graph = {
	getModuleInfo: (id: string) => {
		const module = Object.keys(imports).find((each) => idOf(each) === id);
		return module === undefined ? null : { importedIds: imports[module] ?? [] };
	},
};

/** As the bundler does: the group of the highest priority that wants a module has it. */
function chunkOf(module: string): string | null {
	const groups = pageChunks(routes).toSorted((a, b) => b.priority - a.priority);
	return groups.map((group) => group.name(idOf(module), graph)).find((name) => name !== null) ?? null;
}

test.each([
	['/kit/src/runtime/client/payload.js', 'first'],
	['header', 'shell'],
	['svelte', 'shell'],
	['gate', 'shell'],
	['button', 'common'],
	['stage', 'meeting'],
	['tile', 'meeting'],
	['room', 'meeting'],
	['meetings/[id]/live/+page.svelte', 'meeting'],
	['form', 'office'],
	['edit', null],
	['board', null],
])('%s goes into %s', (module, chunk) => {
	expect(chunkOf(module)).toBe(chunk);
});
