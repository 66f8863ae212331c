import { listing } from '#lib/meeting/people/listing.ts';
import { aboutPerson, searchable } from '#lib/meeting/people/people-list.ts';
import { presentIn } from '#meeting/attendance.ts';
import { getParticipant, type Participant } from '#meeting/plan.ts';
import { planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

test('who is there stands first; a search looks at names and units without their marks', () => {
	const everybody = searchable(planWith());
	const list = listing();
	const names = (present: readonly string[], wanted: string) =>
		list(everybody, new Set(present), wanted).map(({ id }) => id);
	expect(names(['delegate-2'], 'đại biểu')).toEqual(['delegate-2', 'delegate-1', 'delegate-3']);
	expect(names([], 'dai bieu')).toEqual(['delegate-1', 'delegate-2', 'delegate-3']);
	expect(names([], 'THANH HOA').length).toBe(everybody.length);
	expect(names([], 'zzz')).toEqual([]);
});

test('what the list hangs on stays the same object whatever else happens: an event redraws none of its rows', () => {
	const meeting = ScriptedMeeting.live();
	const before = meeting.state;
	meeting.give('delegate-1', 'request-floor', {});
	meeting.give('chair', 'start-item', { itemId: before.plan?.agenda[0]?.id ?? '' });
	expect(meeting.state.seq).toBeGreaterThan(before.seq + 1);
	expect(meeting.state.plan).toBe(before.plan);
	expect(meeting.state.attendance).toBe(before.attendance);
	meeting.disconnect('delegate-1');
	expect(meeting.state.attendance).not.toBe(before.attendance);
	expect(presentIn(meeting.state).has('delegate-1')).toBe(false);
});

test('who has come and gone by the time of the next order moves nobody: no row is looked at anew', () => {
	const everybody = searchable(planWith());
	const list = listing();
	const before = list(everybody, new Set(['delegate-2']), '');
	expect(list(everybody, new Set(['delegate-2']), '')).toBe(before);
	expect(list(everybody, new Set(['delegate-2', 'delegate-3']), '')).not.toBe(before);
});

test('a line says what somebody is and of which unit, and no unit that their name says already', () => {
	const delegate = getParticipant({ plan: planWith() }, 'delegate-1') as Participant;
	expect(aboutPerson(delegate)).toBe('Đại biểu · UBND tỉnh Thanh Hóa');
	const room = { ...delegate, roles: [], name: 'Điểm cầu UBND phường Hàm Rồng', unitName: 'UBND phường Hàm Rồng' };
	expect(aboutPerson(room)).toBe('');
});
