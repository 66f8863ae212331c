import { steady } from '#lib/live/steady.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { delegateId, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

test('what comes out as before is the same object, and what comes out otherwise another one', () => {
	const keep = steady<object>();
	const first = keep({ queue: ['a'] });
	expect(keep({ queue: ['a'] })).toBe(first);
	expect(keep({ queue: ['b'] })).not.toBe(first);
});

test('who asks for the floor behind those who are kept ready leaves the stage as it was', () => {
	const meeting = ScriptedMeeting.live(planWith());
	meeting.give('chair', 'set-stage-places', { places: 0 });
	const keep = steady<object>();
	const stages = [1, 2, 3].map((number) => {
		meeting.give(delegateId(number), 'request-floor', {});
		return keep(stageOf(meeting.state));
	});
	expect(stages[1]).not.toBe(stages[0]);
	expect(stages[2]).toBe(stages[1]);
});
