import type { MediaPlane } from '#live/media/media-plane.ts';
import { nodeStates } from '#live/media/node-states.ts';
import { above, placed } from '#test/support/placed-nodes.ts';
import { expect, test } from 'vitest';

test('a node that is away stands where it would hang, not beside the root', () => {
	const [local, district, commune] = [
		placed('local'),
		placed('d', { unitId: 'district' }),
		placed('c', { unitId: 'commune' }),
	];
	const parents = (...nodes: string[]) => {
		const media = {
			nodes,
			placed: [local, district, commune],
			crowdOf: () => 0,
			isSilent: () => false,
			refusalOf: () => null,
		};
		const measured = { at: 0, loads: new Map(), lines: new Map(), losingSince: new Map() };
		const states = nodeStates(media as unknown as MediaPlane, measured, above);
		return Object.fromEntries([...states].map(([id, { parentId }]) => [id, parentId]));
	};
	expect(parents('local', 'd', 'c')).toEqual({ local: null, d: 'local', c: 'd' });
	expect(parents('local', 'd')).toEqual({ local: null, d: 'local', c: 'd' });
	// Who is there hangs on what is there.
	expect(parents('local', 'c')).toEqual({ local: null, d: 'local', c: 'local' });
});
