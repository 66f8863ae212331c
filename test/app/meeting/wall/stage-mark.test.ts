import { shortName } from '#lib/meeting/wall/site-words.ts';
import { StageMarks, type StageMark } from '#lib/meeting/wall/stage-mark.ts';
import type { WallPlace } from '#lib/meeting/wall/site-wall.svelte.ts';
import { wallEntries } from '#meeting/wall.ts';
import { planWith } from '#test/support/meeting.ts';
import { beforeEach, expect, test } from 'vitest';

const entries = wallEntries(planWith());
const site = entries.find(({ participant }) => participant.id === 'site');

/** entries whose tiles look again, one for each time */
let looked: string[];
let marks: StageMarks;
let places: readonly WallPlace[];
const markOf = (id: string) => places.find((place) => place.site.id === id)?.site.mark;

beforeEach(() => {
	looked = [];
	marks = new StageMarks();
	places = entries.map((entry) => ({ entry, site: observed(entry.participant.id) }));
});

/** As a tile sees it: an equal value is none. */
function observed(id: string): WallPlace['site'] {
	let mark: StageMark | undefined;
	return {
		id,
		get mark() {
			return mark;
		},
		set mark(next) {
			if (next !== mark) looked.push(id);
			mark = next;
		},
	} as WallPlace['site'];
}

const stand = (main: string | null, queue: readonly string[], cued: readonly string[]) =>
	marks.follow(places, { main, cued }, queue);

test('a room is where it stands, or where somebody stands who sits in it; the weightiest counts', () => {
	stand('site', [], []);
	expect(markOf('site')).toEqual({ kind: 'main' });
	stand('delegate-3', ['site'], []);
	expect(markOf('site')).toEqual({ kind: 'main' });
	stand('chair', ['guest', 'delegate-3'], ['delegate-3']);
	expect(markOf('site')).toEqual({ kind: 'queue', place: 2 });
	stand('chair', ['guest'], ['site']);
	expect(markOf('site')).toEqual({ kind: 'ready' });
	stand(null, ['guest'], []);
	expect(markOf('site')).toBeUndefined();
});

test('who asks for the floor, and takes it back, is seen on their own tile: no other one looks again', () => {
	stand('chair', ['guest'], ['guest']);
	looked.length = 0;
	stand('chair', ['guest', 'site'], ['guest', 'site']);
	expect(looked).toEqual(['site']);
	stand('chair', ['guest', 'site'], ['guest', 'site']);
	stand('chair', ['guest'], ['guest']);
	expect(looked).toEqual(['site', 'site']);
});

test('a revised plan makes other entries: they are told how they stand', () => {
	stand('chair', ['site'], []);
	places = entries.map((entry) => ({ entry, site: observed(entry.participant.id) }));
	stand('chair', ['site'], []);
	expect(markOf('site')).toEqual({ kind: 'queue', place: 1 });
});

test('a wall of sites does not say so on each', () => {
	expect(site && shortName(site)).toBe('Nga Sơn');
});
