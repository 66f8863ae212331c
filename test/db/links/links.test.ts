import { deleteOldLinks, packLinkHours } from '#db/links/keep-links.ts';
import {
	countGrades,
	listMeasuredMeetings,
	readLinkHistory,
	recordLinkMinutes,
	summariseLinks,
	type LinkMinute,
} from '#db/links/links.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { openDatabase } from '#db/client.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from '../migrations/older-database.ts';
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

test('minutes go when their days have passed, and a device with its last minute', () => {
	const { db, meetingId, chairs, delegates } = measured();
	recordLinkMinutes(db, [{ ...sound, ...chairs, at: start + 2 * minute }]);
	const year = 366 * 24 * 60 * minute;
	expect(deleteOldLinks(db, start + year, 366)).toBe(0);
	expect(deleteOldLinks(db, start + year + 2 * minute, 366)).toBe(4);
	expect(summariseLinks(db, meetingId).map(({ deviceId }) => deviceId)).toEqual([chairs.deviceId]);
	expect(readLinkHistory(db, meetingId, delegates.deviceId)).toEqual([]);
	expect(db.sqlite.prepare('SELECT count(*) AS n FROM link_devices').get()).toEqual({ n: 1 });
});

test('hours that are over are packed, and read as they were: of a device, of a meeting, by grade', () => {
	const { db, meetingId, chairs, delegates } = measured();
	const read = () => ({
		history: readLinkHistory(db, meetingId, delegates.deviceId),
		summary: summariseLinks(db, meetingId),
		grades: countGrades(db, meetingId),
		lastMinute: countGrades(db, meetingId, start + minute),
	});
	const before = read();
	const rows = () => db.sqlite.prepare('SELECT count(*) FROM link_minutes').pluck().get();
	expect(packLinkHours(db, start + 69 * minute, 10), 'a minute may still come').toBe(0);
	expect(packLinkHours(db, start + 70 * minute, 1)).toBe(1);
	expect(read(), 'half of it packed').toEqual(before);
	expect(packLinkHours(db, start + 70 * minute, 10)).toBe(1);
	expect([rows(), read()]).toEqual([0, before]);

	// After a clock was set back: what stands there stays, and what is new joins it.
	recordLinkMinutes(db, [
		{ ...sound, ...chairs, grade: 'weak' },
		{ ...sound, ...chairs, at: start + 5 * minute },
	]);
	packLinkHours(db, start + 70 * minute, 10);
	expect(readLinkHistory(db, meetingId, chairs.deviceId).map(({ at, grade }) => [at - start, grade])).toEqual([
		[0, 'good'],
		[minute, 'good'],
		[5 * minute, 'good'],
	]);
	expect(deleteOldLinks(db, start + 2 * 3_600_000 + 24 * 3_600_000, 1)).toBe(2);
	expect(db.sqlite.prepare('SELECT count(*) FROM link_devices').pluck().get()).toBe(0);
});

test('a year of 22 million minutes stays below 200 MB', () => {
	const db = temporaryDatabase();
	const { id: meetingId, chairId } = createTestMeeting(db, { delegates: 1 });
	let noise = 7;
	const random = (most: number) => (noise = (noise * 48_271) % 2_147_483_647) % most;
	const hours = 6;
	const devices = Array.from({ length: 20 }, (_, index) => `device-${index}`);
	for (let index = 0; index < hours * 60; index += 1)
		recordLinkMinutes(
			db,
			devices.map((deviceId) => ({
				...{ meetingId, deviceId, participantId: chairId, at: start + index * minute, protocol: 'udp' as const },
				grade: random(20) === 0 ? 'fair' : 'good',
				carrying: random(50) === 0 ? 'half' : 'all',
				lossDown: random(4) === 0 ? random(300) / 10_000 : 0,
				lossUp: random(4) === 0 ? random(300) / 10_000 : 0,
				rttMs: 15 + random(12),
				kbpsDown: 1_800 + random(400),
				kbpsUp: 900 + random(200),
			})),
		);
	const bytes = () => {
		db.sqlite.exec('VACUUM');
		return Number(db.sqlite.pragma('page_count', { simple: true })) * 4_096;
	};
	const asRows = bytes();
	packLinkHours(db, start + hours * 60 * minute + 3_600_000, 10_000);
	const packed = bytes();
	db.sqlite.exec('DELETE FROM link_hours');
	const none = bytes();
	const ofYear = (size: number) => ((size - none) / (hours * 60 * devices.length)) * 22e6;
	expect(ofYear(asRows)).toBeGreaterThan(1e9);
	expect(ofYear(packed)).toBeLessThan(200e6);
});

test('minutes of before stand after the migration, and are packed like others', () => {
	const file = olderDatabase(
		10,
		`INSERT INTO people (id, name, position, sort_key, folded) VALUES ('a', 'Lan', '', 'lan', 'lan');
		 INSERT INTO meetings (id, title, starts_at, planned_minutes, status, created_by, created_at) VALUES ('m', 'Họp', 1, 60, 'ended', 'a', 1);
		 INSERT INTO link_devices (id, meeting_id, device_id, participant_id) VALUES (1, 'm', 'device', 'a');
		 INSERT INTO link_minutes (device, at, grade, carrying, protocol, loss_down, loss_up, rtt_ms, kbps_down, kbps_up)
			VALUES (1, ${start}, 'weak', 'half', NULL, 0.0123, NULL, NULL, 70000, 0), (1, ${start + minute}, 'good', 'all', 'tcp', NULL, 1, 65534, 0, 5);`,
	);
	const db = openDatabase(file);
	onTestFinished(() => db.close());
	const before = readLinkHistory(db, 'm', 'device');
	expect(before).toHaveLength(2);
	expect(packLinkHours(db, start + 100 * minute, 10)).toBe(1);
	expect(readLinkHistory(db, 'm', 'device')).toEqual(before);
});
