import type { PlacedNode } from '#live/media/placed-node.ts';
import { nextHop, pathUp, treeBetween, treeOf, type Tree } from '#live/media/tree-of.ts';
import { above, placed } from '#test/support/placed-nodes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const parentsOf = (...nodes: PlacedNode[]) => Object.fromEntries(treeOf(nodes, above));

describe('the tree of media nodes', () => {
	it('hangs each on the one that serves what is above it, and the first of one place above the others', () => {
		const own = placed('own', { unitId: null });
		const province = placed('province', { unitId: 'province' });
		const [district, second] = [placed('d1', { unitId: 'district' }), placed('d2', { unitId: 'district' })];
		const commune = placed('commune', { unitId: 'commune' });
		expect(parentsOf(own, province, district, second, commune)).toEqual({
			own: null,
			province: 'own',
			d1: 'province',
			d2: 'd1',
			commune: 'd1',
		});
		// What is not there is left out: who hung on it hangs on the next one up.
		expect(parentsOf(own, province, second, commune)).toEqual({
			own: null,
			province: 'own',
			d2: 'province',
			commune: 'd2',
		});
		expect(parentsOf(own, commune)).toEqual({ own: null, commune: 'own' });
		// The control process's own is the root among all in the middle.
		expect(parentsOf(placed('local'), placed('a'))).toEqual({ local: null, a: 'local' });
		expect(parentsOf(province, commune)).toEqual({ province: null, commune: 'province' });
		expect(parentsOf(commune)).toEqual({ commune: null });
		expect(parentsOf()).toEqual({});
	});

	it('knows a node by what it serves, wherever it stands', () => {
		const hub = placed('hub', { unitId: 'other-commune', serves: ['commune'] });
		const commune = placed('commune', { unitId: 'commune' });
		const own = placed('own', { unitId: null });
		expect(parentsOf(own, commune, hub)).toEqual({ own: null, hub: 'own', commune: 'hub' });
		// Each serves where the other stands.
		const back = placed('commune', { unitId: 'commune', serves: ['other-commune'] });
		expect(parentsOf(own, back, hub)).toEqual({ own: null, commune: 'hub', hub: 'own' });
	});

	it('follows an administrator, unless the chosen one is not there or it would go round in a circle', () => {
		const own = placed('own', { unitId: null });
		const province = placed('province', { unitId: 'province' });
		const district = placed('district', { unitId: 'district' });
		const chosen = { ...district, parentId: 'own' };
		expect(parentsOf(own, province, chosen)).toEqual({ own: null, province: 'own', district: 'own' });
		expect(parentsOf(own, province, { ...district, parentId: 'away' })).toMatchObject({ district: 'province' });
		// Above what is above it by its place: that one finds another.
		expect(parentsOf(own, { ...province, parentId: 'district' }, district)).toEqual({
			own: null,
			province: 'district',
			district: 'own',
		});
		expect(parentsOf(own, { ...province, parentId: 'district' }, { ...district, parentId: 'province' })).toEqual({
			own: null,
			district: 'province',
			province: 'own',
		});
		expect(parentsOf({ ...own, parentId: 'district' }, district)).toEqual({ own: null, district: 'own' });
	});

	it('is one tree without a circle, whatever was entered, and the same in any order', () => {
		const unit = fc.constantFrom('province', 'district', 'other-district', 'commune', 'other-commune', 'unknown');
		const id = fc.nat(9).map((index) => `node-${index}`);
		const node = fc.record({ unitId: fc.option(unit), serves: fc.array(unit), parentId: fc.option(id) });
		const nodes = fc.uniqueArray(fc.tuple(id, node), { selector: ([each]) => each, minLength: 1 });
		fc.assert(
			fc.property(nodes, fc.infiniteStream(fc.nat()), (entries, order) => {
				const all = entries.map(([each, facts]) => placed(each, facts));
				const tree = treeOf(all, above);
				expect([...tree.keys()].sort()).toEqual(all.map((each) => each.id).sort());
				const roots = [...tree].filter(([, parentId]) => parentId === null).map(([each]) => each);
				expect(roots).toHaveLength(1);
				for (const each of tree.keys()) expect(steps(tree, each).at(-1)).toBe(roots[0]);
				const keys = new Map(all.map((each) => [each, order.next().value ?? 0]));
				const shuffled = all.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
				expect(Object.fromEntries(treeOf(shuffled, above))).toEqual(Object.fromEntries(tree));
			}),
		);
	});
});

/** To the root, and no further than there are nodes. */
function steps(tree: Tree, from: string): string[] {
	const path = [from];
	for (let at = tree.get(from); at && path.length <= tree.size; at = tree.get(at)) path.push(at);
	return path;
}

describe('the way between nodes', () => {
	const tree: Tree = new Map([
		['root', null],
		['left', 'root'],
		['right', 'root'],
		['leaf', 'left'],
		['twig', 'leaf'],
	]);

	it('leads up, and down again', () => {
		expect(pathUp(tree, 'twig')).toEqual(['twig', 'leaf', 'left', 'root']);
		expect(nextHop(tree, 'twig', 'right')).toBe('leaf');
		expect(nextHop(tree, 'left', 'twig')).toBe('leaf');
		expect(nextHop(tree, 'root', 'twig')).toBe('left');
		expect(nextHop(tree, 'leaf', 'left')).toBe('left');
		expect(nextHop(tree, 'right', 'twig')).toBe('root');
	});

	it('takes whoever stands between those that have somebody, and nobody else', () => {
		const between = (...ids: string[]) => Object.fromEntries(treeBetween(tree, ids));
		expect(between()).toEqual({});
		expect(between('leaf')).toEqual({ leaf: null });
		expect(between('twig', 'left')).toEqual({ twig: 'leaf', leaf: 'left', left: null });
		expect(between('twig', 'right')).toEqual({ twig: 'leaf', leaf: 'left', left: 'root', right: 'root', root: null });
		expect(between('twig', 'unknown')).toEqual({ twig: null });
	});
});
