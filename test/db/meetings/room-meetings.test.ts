import { createMeeting } from '#db/meetings/meetings.ts';
import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { setStatus } from '#db/meetings/status.ts';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '#db/client.ts';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const minute = 60_000;
const hour = 60 * minute;

let db: Database;
let siteId: string;
let plan: (startsIn: number, status?: 'draft' | 'invited', withRoom?: boolean) => string;

beforeEach(() => {
	db = temporaryDatabase();
	const province = createSmallProvince(db);
	siteId = province.siteId('14902');
	plan = (startsIn, status = 'invited', withRoom = true) =>
		createMeeting(
			db,
			{
				title: 'Phiên họp',
				startsAt: now + startsIn,
				plannedMinutes: 60,
				participants: [{ id: province.chairId, roles: ['chair'] }],
				unitIds: withRoom ? [province.unitId('14902')] : [],
				createdBy: province.chairId,
				status,
			},
			now,
		);
});

const ids = (at = now) => {
	const { current, next } = roomMeetings(db, siteId, at);
	return { current: current?.id ?? null, next: next?.id ?? null };
};

test('a room stands by until two hours before the start', () => {
	const id = plan(3 * hour);
	expect(ids()).toEqual({ current: null, next: id });
	expect(ids(now + hour - 1)).toEqual({ current: null, next: id });
	expect(ids(now + hour)).toEqual({ current: id, next: null });
});

test('drafts, and meetings without the room, do not call it', () => {
	plan(0, 'draft');
	plan(0, 'invited', false);
	expect(ids()).toEqual({ current: null, next: null });
});

test('of two whose halls are open, the first until it is over; then the second', () => {
	const [first, second] = [plan(30 * minute), plan(90 * minute)];
	expect(ids()).toEqual({ current: first, next: second });
	setStatus(db, first, 'live', now);
	expect(ids(now + 3 * hour)).toEqual({ current: first, next: null });
	setStatus(db, first, 'ended', now);
	expect(ids()).toEqual({ current: second, next: null });
});

test('one that is late to begin is waited for, until another calls or the day is over', () => {
	const late = plan(0);
	expect(ids(now + 5 * hour).current).toBe(late);
	const other = plan(6 * hour);
	expect(ids(now + 5 * hour).current).toBe(other);
	setStatus(db, other, 'live', now);
	setStatus(db, other, 'ended', now);
	expect(ids(now + 20 * hour).current).toBeNull();
});

test('what runs holds the room, but not against a meeting that began after it', () => {
	const long = plan(-4 * hour);
	setStatus(db, long, 'live', now);
	const later = plan(0);
	expect(ids().current).toBe(long);
	setStatus(db, later, 'live', now);
	expect(ids().current).toBe(later);
});

test('a meeting of yesterday that nobody ended holds the room only while nothing else calls', () => {
	const forgotten = plan(-24 * hour);
	setStatus(db, forgotten, 'live', now);
	expect(ids().current).toBe(forgotten);
	const today = plan(30 * minute);
	expect(ids().current).toBe(today);
});
