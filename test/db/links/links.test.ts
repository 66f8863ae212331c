import {
	countGrades,
	deleteOldLinks,
	listMeasuredMeetings,
	readLinkHistory,
	recordLinkMinutes,
	summariseLinks,
	type LinkMinute,
} from '#db/links/links.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const minute = 60_000;
const start = Date.parse('2026-11-24T08:00:00+07:00');
const sound: LinkMinute = {
	at: start,
	grade: 'good',
	carrying: 'all',
	protocol: 'udp',
	lossDown: 0,
	lossUp: null,
	rttMs: 20,
	kbpsDown: 1500,
	kbpsUp: 40,
};

function measured() {
	const db = temporaryDatabase();
	const { id: meetingId, chairId, delegateIds } = createTestMeeting(db, { delegates: 1 });
	const [delegateId = ''] = delegateIds;
	const of = (deviceId: string, participantId: string) => ({ meetingId, deviceId, participantId });
	const chairs = of('device-of-the-chair', chairId);
	const delegates = of('device-of-a-delegate', delegateId);
	recordLinkMinutes(db, [
		{ ...sound, ...chairs },
		{ ...sound, ...delegates, grade: 'fair', lossDown: 0.04, rttMs: 100 },
	]);
	const next = start + minute;
	recordLinkMinutes(db, [
		{ ...sound, ...chairs, at: next },
		{ ...sound, ...delegates, at: next, grade: 'weak', carrying: 'sound', lossDown: 0.2, rttMs: 301, protocol: 'tcp' },
	]);
	return { db, meetingId, chairId, delegateId, chairs, delegates };
}

test('a device is read minute by minute, and the meeting by device, the weakest first', () => {
	const { db, meetingId, chairId, delegateId } = measured();
	expect(readLinkHistory(db, meetingId, 'device-of-a-delegate')).toEqual([
		{ ...sound, grade: 'fair', lossDown: 0.04, rttMs: 100 },
		{ ...sound, at: start + minute, grade: 'weak', carrying: 'sound', lossDown: 0.2, rttMs: 301, protocol: 'tcp' },
	]);
	expect(readLinkHistory(db, 'another', 'device-of-a-delegate')).toEqual([]);
	const [weakest, other] = summariseLinks(db, meetingId);
	expect(weakest).toEqual({
		deviceId: 'device-of-a-delegate',
		participantId: delegateId,
		minutes: 2,
		fairMinutes: 1,
		weakMinutes: 1,
		soundMinutes: 1,
		lossDown: expect.closeTo(0.12),
		rttMs: 201,
		kbpsDown: 1500,
		kbpsUp: 40,
		from: start,
		to: start + minute,
	});
	expect(other).toMatchObject({ participantId: chairId, weakMinutes: 0, minutes: 2 });
	expect(countGrades(db, meetingId)).toEqual([
		{ at: start, good: 1, fair: 1, weak: 0 },
		{ at: start + minute, good: 1, fair: 0, weak: 1 },
	]);
});

test('the same minute again changes nothing, and what does not fit is not written in part', () => {
	const { db, meetingId, chairs } = measured();
	recordLinkMinutes(db, [{ ...sound, ...chairs, grade: 'weak' }]);
	expect(readLinkHistory(db, meetingId, chairs.deviceId)[0]?.grade).toBe('good');
	const later = { ...sound, ...chairs, at: start + 5 * minute };
	expect(() => recordLinkMinutes(db, [later, { ...later, meetingId: 'none' }])).toThrow();
	expect(readLinkHistory(db, meetingId, chairs.deviceId)).toHaveLength(2);
});

test('measured meetings are listed with one’s own roles', () => {
	const { db, meetingId, chairId } = measured();
	createTestMeeting(db, { delegates: 0 });
	expect(listMeasuredMeetings(db).map(({ id }) => id)).toEqual([meetingId]);
	expect(listMeasuredMeetings(db, chairId)).toMatchObject([{ id: meetingId, roles: ['chair'] }]);
	expect(listMeasuredMeetings(db, 'somebody else')).toEqual([]);
});

test('minutes go when twelve months have passed, and a device with its last minute', () => {
	const { db, meetingId, chairs, delegates } = measured();
	recordLinkMinutes(db, [{ ...sound, ...chairs, at: start + 2 * minute }]);
	const year = 366 * 24 * 60 * minute;
	expect(deleteOldLinks(db, start + year)).toBe(0);
	expect(deleteOldLinks(db, start + year + 2 * minute)).toBe(4);
	expect(summariseLinks(db, meetingId).map(({ deviceId }) => deviceId)).toEqual([chairs.deviceId]);
	expect(readLinkHistory(db, meetingId, delegates.deviceId)).toEqual([]);
	expect(db.sqlite.prepare('SELECT count(*) AS n FROM link_devices').get()).toEqual({ n: 1 });
});
