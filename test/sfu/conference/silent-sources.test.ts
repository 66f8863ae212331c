import { expect, test } from 'vitest';
import { SilentSources } from '#sfu/conference/silent-sources.ts';

const camera = (packets: number, producerId = 'p') => ({ producerId, source: 'camera' as const, packets });

test('a source of which nothing comes for 3 s is silent, until something comes', () => {
	const silent = new SilentSources();
	expect([silent.look([camera(0)], 0), silent.doubts]).toEqual([[], true]);
	expect(silent.look([camera(0)], 2_000)).toEqual([]);
	expect(silent.look([camera(0)], 4_000)).toEqual(['camera']);
	expect([silent.look([camera(9)], 6_000), silent.doubts]).toEqual([[], false]);
	expect([silent.look([camera(9)], 8_000), silent.doubts]).toEqual([[], true]);
	expect(silent.look([camera(9)], 10_000)).toEqual(['camera']);
});

test('one that is not taken for a while, or is published anew, has its time again', () => {
	const silent = new SilentSources();
	silent.look([camera(5)], 0);
	silent.look([], 6_000);
	expect(silent.look([camera(5)], 12_000)).toEqual([]);
	expect(silent.look([camera(5, 'q')], 18_000)).toEqual([]);
});
