import '#test/support/runes.ts';
import { ReadingRoom } from '#lib/meeting/papers/reading-room.ts';
import type { OfflineMeeting } from '#contract/offline.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const about: OfflineMeeting = {
	meetingId: 'm',
	title: 'Phiên họp về đê điều',
	startsAt: 1,
	reader: { id: 'p', kind: 'person', name: 'Lê Thị Hoa', unitName: 'Xã Hoằng Lộc' },
	agenda: [],
	papers: [],
};

/** A page in which the meeting's papers are read: each keeps a place of its own. */
const come = (name: string) =>
	new ReadingRoom(about, { name, papers: { close: () => {} } as never, ask: () => Promise.reject(new Error('none')) })
		.reading;

beforeEach(() => void stubStorages());
afterEach(() => vi.unstubAllGlobals());

test('who read on without a network goes on from there; who read on in the meeting, from here', () => {
	const here = come('doc');
	here.open('v');
	here.turn(4, 24);
	here.openBeside('w', 'd');
	here.moveBeside({ page: 2 });

	const away = come('ngoai-tuyen');
	away.open('v');
	away.turn(9, 24);
	away.open('w', 7);
	expect([here.page, here.beside?.page], 'what is read is not turned by another page').toEqual([4, 2]);

	const back = come('doc');
	expect([back.versionId, back.page, back.beside?.page]).toEqual(['v', 9, 7]);
	back.turn(12, 24);
	away.open('v');
	expect([away.page, come('ngoai-tuyen').page]).toEqual([12, 12]);
	back.open('v', 15);
	expect([come('doc').page, come('ngoai-tuyen').page]).toEqual([15, 15]);
});
