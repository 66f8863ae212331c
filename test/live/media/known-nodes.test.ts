import { KnownNodes } from '#live/media/known-nodes.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let gone: string[];
let silent: string[];
let nodes: KnownNodes;
beforeEach(() => {
	vi.useFakeTimers();
	gone = [];
	silent = [];
	nodes = new KnownNodes(
		{ onGone: (nodeId) => gone.push(nodeId), onSilent: (nodeId) => silent.push(nodeId) },
		() => [],
	);
});
afterEach(() => {
	nodes.close();
	vi.useRealTimers();
});

test('a node whose link is down is expected back for a while: its devices stay with it', () => {
	nodes.arrived('a', () => {});
	nodes.arrived('b', () => {});
	nodes.departed('a', 'silent');
	vi.advanceTimersByTime(29_000);
	nodes.arrived('a', () => {});
	vi.advanceTimersByTime(60_000);
	expect([gone, nodes.there]).toEqual([[], ['b', 'a']]);
	nodes.departed('a', 'silent');
	vi.advanceTimersByTime(31_000);
	expect([gone, nodes.there]).toEqual([['a'], ['b']]);
});

test('of a silent node it is told at once, unless there is no other', () => {
	nodes.arrived('a', () => {});
	nodes.departed('a', 'silent');
	vi.advanceTimersByTime(7_000);
	nodes.arrived('b', () => {});
	nodes.arrived('a', () => {});
	expect(silent).toEqual([]);
	nodes.departed('a', 'silent');
	expect(silent).toEqual(['a']);
	vi.advanceTimersByTime(29_000);
	expect([silent, gone]).toEqual([['a'], []]);
});

test('one whose connection was closed dials again within a second, or its process has died', () => {
	nodes.arrived('a', () => {});
	nodes.arrived('b', () => {});
	nodes.departed('a', 'closed');
	vi.advanceTimersByTime(1_500);
	nodes.arrived('a', () => {});
	vi.advanceTimersByTime(60_000);
	expect(gone).toEqual([]);
	nodes.departed('a', 'closed');
	vi.advanceTimersByTime(2_500);
	expect(gone).toEqual(['a']);
});

test('one whose connection was closed is not waited for once a neighbour hears nothing of it either; one that is silent may be cut off', () => {
	for (const nodeId of ['a', 'b', 'local']) nodes.arrived(nodeId, () => {});
	nodes.missed('a');
	nodes.departed('a', 'silent');
	nodes.missed('a');
	expect(gone).toEqual([]);
	nodes.arrived('a', () => {});
	for (const nodeId of ['a', 'local']) nodes.departed(nodeId, 'closed');
	// Our own is started anew at once.
	for (const nodeId of ['local', 'a']) nodes.missed(nodeId);
	expect(gone).toEqual(['a']);
	nodes.missed('a');
	nodes.arrived('a', () => {});
	vi.advanceTimersByTime(1_900);
	expect(gone).toEqual(['a']);
});

test('one that ended by itself is not expected', () => {
	nodes.arrived('a', () => {});
	nodes.arrived('b', () => {});
	nodes.departed('a', 'ended');
	expect(gone).toEqual(['a']);
});

test('where there is no other node nobody is called away: what flows may be well', () => {
	nodes.arrived('a', () => {});
	nodes.departed('a', 'silent');
	vi.advanceTimersByTime(3_600_000);
	expect(gone).toEqual([]);
	nodes.arrived('b', () => {});
	expect(gone).toEqual(['a']);
	// Once.
	nodes.arrived('c', () => {});
	expect(gone).toEqual(['a']);
});

test('who asks while no node is there waits a moment for one, and no longer', async () => {
	const soon = nodes.until(() => nodes.isThere('a'));
	await vi.advanceTimersByTimeAsync(3_000);
	nodes.arrived('b', () => {});
	nodes.arrived('a', () => {});
	await soon;
	const never = expect(nodes.until(() => nodes.isThere('c'))).rejects.toMatchObject({ code: 'media-node-absent' });
	await vi.advanceTimersByTimeAsync(4_000);
	await never;
	// Who was with a node that is given up waits for it no longer.
	nodes.departed('a', 'silent');
	const moved = nodes.until(() => gone.includes('a'));
	nodes.departed('a', 'ended');
	await moved;
});

test('each node has an admission of its own, over all its comings', () => {
	const first = nodes.admissionOf('a');
	nodes.arrived('a', () => {});
	nodes.departed('a', 'ended');
	nodes.arrived('a', () => {});
	expect(nodes.admissionOf('a')).toBe(first);
	expect(nodes.admissionOf('b')).not.toBe(first);
});

test('nodes are awaited that have not been there since a start, until it is seconds ago', async () => {
	nodes.arrived('a', () => {});
	nodes.departed('a', 'ended');
	const answered = nodes.until(() => !nodes.isAwaited('b'));
	expect([nodes.isAwaited('a'), nodes.isAwaited('b')]).toEqual([false, true]);
	await vi.advanceTimersByTimeAsync(3_000);
	await answered;
});
