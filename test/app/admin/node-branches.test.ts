import { branchesOf, type Branch } from '#lib/admin/nodes/branches.ts';
import type { ShownNode } from '#lib/admin/nodes/shown-node.ts';
import { expect, test } from 'vitest';

const state = (parentId: string | null) => ({
	...{ isConnected: true, isSilent: false, isDraining: false, isFull: false, parentId },
	...{ refused: null, devices: 0, load: null, line: null, losingForMs: 0 },
});
const node = (id: string, parentId?: string | null, isConnected = parentId !== undefined): ShownNode => ({
	...{ id, title: '', unitId: null, unitName: '', parentId: null, capacity: null, upKbps: null, downKbps: null },
	...{ createdAt: 0, revokedAt: null, drainingSince: null },
	state: { ...state(parentId ?? null), isConnected },
});
const shown = (branches: readonly Branch[]): string =>
	branches.map(({ id, below }) => (below.length > 0 ? `${id}(${shown(below)})` : id)).join(' ');

test('media nodes hang where they do, over a line that is cut, too; those of which nothing is known stand last', () => {
	const nodes = [
		...[node('away'), node('commune', 'district'), node('district', 'local'), node('other', 'local')],
		node('cut', 'district', false),
	];
	expect(shown(branchesOf(nodes, state(null)))).toBe('local(district(commune cut) other) away');
	const alone = [node('away'), node('district', 'root'), node('root', null)];
	expect(shown(branchesOf(alone, null)), 'where the server has none of its own').toBe('root(district) away');
	expect(shown(branchesOf([node('district', 'local'), node('new')], null)), 'a part of them').toBe('district new');
});
