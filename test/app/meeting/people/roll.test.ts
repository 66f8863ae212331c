import { isTicked, momentOf, rollsOf, tickedSince } from '#lib/meeting/people/roll.ts';
import { getParticipant, type Participant } from '#meeting/plan.ts';
import { nineOClock, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const minute = 60_000;
const lifecycle = { phase: 'live', startedAt: nineOClock + 20_000, endedAt: null, pauses: [], islands: [] } as const;
const person = (meeting: ScriptedMeeting, id: string) => getParticipant(meeting.state, id) as Participant;

test('people are marked room by room, and then those who sit in none', () => {
	const meeting = ScriptedMeeting.open();
	const told = () => rollsOf(meeting.state).map(({ site, people }) => [site?.id ?? null, people.map(({ id }) => id)]);
	const others = ['chair', 'secretary', 'operator', 'delegate-1', 'delegate-2'];
	expect(told()).toEqual([
		['site', ['delegate-3']],
		[null, [...others, 'guest']],
	]);
	meeting.connect('delegate-3');
	meeting.give('delegate-3', 'leave-seat', {});
	expect(told()).toEqual([[null, [...others, 'delegate-3', 'guest']]]);
});

test('who is ticked was there since the opening, unless something was known of them', () => {
	const meeting = ScriptedMeeting.open();
	const since = (fromOpening = true) => tickedSince(meeting.state, person(meeting, 'delegate-3'), fromOpening);
	expect(since(), 'before the opening').toBeUndefined();
	meeting.give('chair', 'start-meeting', {});
	meeting.now += 10 * minute;
	expect(since()).toBe(nineOClock);
	expect(since(false)).toBeUndefined();
	meeting.give('secretary', 'mark-presence', { participantId: 'delegate-3', as: 'here', since: nineOClock });
	expect(isTicked(meeting.state, person(meeting, 'delegate-3'))).toBe(true);
	meeting.give('secretary', 'mark-presence', { participantId: 'delegate-3', as: 'left' });
	meeting.now += 10 * minute;
	expect(isTicked(meeting.state, person(meeting, 'delegate-3'))).toBe(false);
	expect(since(), 'who had left comes back now').toBeUndefined();
	meeting.give('chair', 'end-meeting', {});
	expect(isTicked(meeting.state, person(meeting, 'delegate-3')), 'attended').toBe(true);
	expect(tickedSince(meeting.state, person(meeting, 'guest'), false)).toBe(nineOClock);
});

test.each([
	['9:30', 45, 30],
	['9h05', 45, 5],
	// The clock has not come to it today: it was yesterday.
	['23:50', 24 * 60, 14 * 60 + 50],
	['9:00', 45, 1 / 3],
	['8:59', 45, -1],
])('%s at minute %d of the meeting is its minute %d', (time, now, moment) => {
	expect(momentOf(time, lifecycle, nineOClock + now * minute)).toBe(nineOClock + moment * minute);
});

test('what is no time is none; after the end times are those of the meeting', () => {
	expect(momentOf('25:00', lifecycle, nineOClock)).toBeNaN();
	const ended = { ...lifecycle, phase: 'ended', endedAt: nineOClock + 60 * minute } as const;
	expect(momentOf('9:30', ended, nineOClock + 72 * 60 * minute)).toBe(nineOClock + 30 * minute);
});

test('a plan without rooms has one roll', () => {
	const plan = planWith({ participants: { 'delegate-3': { siteId: null } } });
	expect(rollsOf(ScriptedMeeting.open(plan).state).map(({ site }) => site)).toEqual([undefined]);
});
