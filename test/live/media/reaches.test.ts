import { Reaches } from '#live/media/reaches.ts';
import { refuse } from '#meeting/refusal.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reachesOf(meeting: ScriptedMeeting) {
	let changes = 0;
	const reaches = new Reaches({ state: () => meeting.state, onChanged: () => (changes += 1) });
	return { reaches, changes: () => changes };
}

test('who is reached for is held for ten seconds since the last time, the three latest of all', () => {
	const { reaches, changes } = reachesOf(ScriptedMeeting.live());
	expect(reaches.request(['delegate-1'])).toBeNull();
	vi.advanceTimersByTime(6_000);
	reaches.request(['guest', 'delegate-1']);
	vi.advanceTimersByTime(6_000);
	expect(reaches.participantIds).toEqual(['guest', 'delegate-1']);
	reaches.request(['delegate-2', 'delegate-3']);
	expect(reaches.participantIds).toEqual(['delegate-1', 'delegate-2', 'delegate-3']);
	const before = changes();
	vi.advanceTimersByTime(10_000);
	expect(reaches.participantIds).toEqual([]);
	expect(changes() - before).toBe(3);
	reaches.request(['guest']);
	reaches.close();
	expect(reaches.participantIds).toEqual([]);
});

test('strangers are not reached for, nor anybody after the end', () => {
	const meeting = ScriptedMeeting.live();
	const { reaches, changes } = reachesOf(meeting);
	expect(reaches.request(['guest', 'stranger'])).toEqual(refuse('no-such-participant'));
	meeting.give('chair', 'end-meeting', {});
	expect(reaches.request(['guest'])).toEqual(refuse('meeting-ended'));
	expect(reaches.participantIds).toEqual([]);
	expect(changes()).toBe(0);
});
