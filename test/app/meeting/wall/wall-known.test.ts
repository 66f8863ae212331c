import '#test/support/runes.ts';
import { WallKnown, WallSite } from '#lib/meeting/wall/wall-site.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let kept: Set<string>;

beforeEach(() => {
	kept = new Set();
	let number = 0;
	vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
		const url = `blob:${++number}`;
		kept.add(url);
		return url;
	});
	vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void kept.delete(url));
});

afterEach(() => vi.restoreAllMocks());

const state = (cameraDeviceId: string | null) =>
	[{ participantId: 'site', cameraDeviceId }] as unknown as Parameters<WallKnown['hear']>[0];
const still = (at: number) => ({ participantId: 'site', at, jpeg: new Uint8Array([1]) });

test('a new still takes the place of the former one, whose memory is given back', () => {
	const known = new WallKnown();
	const site = new WallSite('site', known);
	known.hear(state('camera'));
	known.show(still(1));
	expect(site.still?.url).toBe('blob:1');
	known.show(still(2));
	expect([site.still?.url, site.still?.at]).toEqual(['blob:2', 2]);
	expect([...kept]).toEqual(['blob:2']);
	known.forgetStills();
	expect([site.still, kept.size]).toEqual([null, 0]);
});

test('a still that no tile shows has no address, and one that is shown has one', () => {
	const known = new WallKnown();
	const site = new WallSite('site', known);
	known.hear(state('camera'));
	known.show(still(1));
	known.show(still(2));
	expect(kept.size).toBe(0);
	expect(site.still?.url).toBe(site.still?.url);
	expect([...kept]).toEqual(['blob:1']);
});

test('what another camera saw, or one that is off, is no picture of this site', () => {
	const known = new WallKnown();
	const site = new WallSite('site', known);
	known.hear(state('camera'));
	known.show(still(1));
	known.hear(state('camera'));
	expect(site.still?.at).toBe(1);
	known.hear(state(null));
	expect([site.state?.cameraDeviceId, site.still, kept.size]).toEqual([null, null, 0]);
});
