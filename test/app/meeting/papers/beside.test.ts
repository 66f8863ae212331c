import '#test/support/runes.ts';
import { hasRoomForTwo } from '#lib/meeting/papers/room-for-two.ts';
import { Reading } from '#lib/meeting/papers/reading.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import { planWith } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const plan = planWith();

function readingOf() {
	const state = { presenting: null, plan };
	const place = {
		current: { follow: true, versionId: null, documentId: null, page: 1, zoom: 1, beside: null },
		move: (to: object) => Object.assign(place, { current: { ...place.current, ...to } }),
	};
	const room = { me: 'guest', meetingId: 'm', live: { state }, place };
	return { state, reading: new Reading(room as unknown as Room, '') };
}

test('beside what is read stands another paper with a page and a size of its own, until it is the one that is read', () => {
	const { reading } = readingOf();
	reading.open('version-1');
	reading.openBeside('version-2', 'document-2');
	reading.moveBeside({ page: 3 });
	reading.moveBeside({ zoom: 2 });
	reading.turn(2, 9);
	expect(reading.beside).toEqual({ versionId: 'version-2', documentId: 'document-2', page: 3, zoom: 2 });
	expect(reading.page).toBe(2);
	reading.shut = ['document-2'];
	expect(reading.beside).toBeNull();
	reading.shut = [];
	reading.open('version-2');
	expect(reading.beside).toBeNull();
	reading.open('version-1');
	reading.closeBeside();
	expect(reading.beside).toBeNull();
});

test('while a former version is read its paper is known by name, and it can be read again beside the newer one', () => {
	const { reading, state } = readingOf();
	reading.open('version-1');
	const [first, ...others] = plan.papers;
	state.plan = { ...plan, papers: first ? [{ ...first, versionId: 'version-1b' }, ...others] : [] };
	expect([reading.paper, reading.documentId, reading.title]).toEqual([undefined, 'document-1', first?.title]);
	reading.turn(2, 9);
	expect([reading.title, reading.former]).toEqual([first?.title, undefined]);
	reading.open('version-1b');
	expect(reading.former).toBe('version-1');
	reading.open('version-2');
	expect(reading.former).toBeUndefined();
});

test('two papers have room on a tablet on its side and on a laptop, not upright and on no phone', () => {
	const sizes = [
		[1180, 820],
		[1366, 768],
		[820, 1180],
		[844, 390],
		[390, 844],
	] as const;
	expect(sizes.map(([width, height]) => hasRoomForTwo(width, height))).toEqual([true, true, false, false, false]);
});
