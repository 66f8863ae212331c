import { treeRows } from '#lib/admin/nodes/tree-rows.ts';
import type { ShownNode } from '#lib/admin/nodes/shown-node.ts';
import { expect, test } from 'vitest';

const state = (parentId: string | null) => ({
	...{ isConnected: true, isSilent: false, isDraining: false, isFull: false, parentId },
	...{ refused: null, devices: 0, load: null, line: null, losingForMs: 0 },
});
const node = (id: string, parentId?: string | null): ShownNode => ({
	...{ id, title: '', unitId: null, unitName: '', parentId: null, capacity: null, upKbps: null, downKbps: null },
	...{ createdAt: 0, revokedAt: null, drainingSince: null },
	state: parentId === undefined ? { ...state(null), isConnected: false } : state(parentId),
});
const rows = (nodes: readonly ShownNode[], local: ShownNode['state']) =>
	treeRows(nodes, local).map(({ node: { id }, depth }) => `${depth} ${id}`);

test('media nodes stand below whom they hang on, those that are not there last', () => {
	const nodes = [node('away'), node('commune', 'district'), node('district', 'local'), node('other', 'local')];
	expect(rows(nodes, state(null))).toEqual(['1 district', '2 commune', '1 other', '0 away']);
	const alone = [node('away'), node('district', 'root'), node('root', null)];
	expect(rows(alone, null), 'where the server has none of its own').toEqual(['0 root', '1 district', '0 away']);
});
