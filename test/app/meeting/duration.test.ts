import { formatDuration } from '#lib/meeting/duration.ts';
import { meetingTime } from '#lib/meeting/meeting-time.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, it } from 'vitest';

describe('formatDuration', () => {
	it.each([
		[0, '0:00'],
		[59_999, '0:59'],
		[245_000, '4:05'],
		[3_845_000, '1:04:05'],
		[-61_000, '−1:01'],
	])('%i ms', (ms, text) => {
		expect(formatDuration(ms)).toBe(text);
	});
});

describe('meetingTime', () => {
	it('does not count pauses, also one that goes on', () => {
		const meeting = ScriptedMeeting.live();
		meeting.now += 10_000;
		meeting.give('chair', 'pause-meeting', {});
		meeting.now += 5_000;
		expect(meetingTime(meeting.state.lifecycle, meeting.now)).toBe(10_000);
		meeting.give('chair', 'resume-meeting', {});
		meeting.now += 2_000;
		expect(meetingTime(meeting.state.lifecycle, meeting.now)).toBe(12_000);
		meeting.give('chair', 'end-meeting', {});
		expect(meetingTime(meeting.state.lifecycle, meeting.now + 60_000)).toBe(12_000);
	});
});
