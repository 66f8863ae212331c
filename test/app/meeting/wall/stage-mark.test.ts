import { shortName } from '#lib/meeting/wall/site-words.ts';
import { markOf } from '#lib/meeting/wall/stage-mark.ts';
import { wallEntries } from '#meeting/wall.ts';
import { planWith } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const site = wallEntries(planWith()).find(({ participant }) => participant.id === 'site');
const mark = (main: string | null, queue: readonly string[], cued: readonly string[]) =>
	site && markOf(site, { main, cued }, queue);

test('a room is where it stands, or where somebody stands who sits in it; the weightiest counts', () => {
	expect(mark('site', [], [])).toEqual({ kind: 'main' });
	expect(mark('delegate-3', ['site'], [])).toEqual({ kind: 'main' });
	expect(mark('chair', ['guest', 'delegate-3'], ['delegate-3'])).toEqual({ kind: 'queue', place: 2 });
	expect(mark('chair', ['guest'], ['site'])).toEqual({ kind: 'ready' });
	expect(mark(null, ['guest'], [])).toBeUndefined();
});

test('a wall of sites does not say so on each', () => {
	expect(site && shortName(site)).toBe('Nga Sơn');
});
