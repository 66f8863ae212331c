import type { MeetingState } from '#meeting/state.ts';
import { delegateId, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

/** The parts of the state that are another object than before. */
function changed(before: MeetingState, after: MeetingState): string[] {
	const keys = Object.keys(after) as (keyof MeetingState)[];
	return keys.filter((key) => after[key] !== before[key] && key !== 'seq');
}

test('an event keeps every part of the state that it does not touch as the same object: pages redraw by that', () => {
	const meeting = ScriptedMeeting.live();
	const after = (act: () => void) => {
		const before = meeting.state;
		act();
		return changed(before, meeting.state);
	};
	meeting.give('chair', 'open-vote', { voteId: 'v', itemId: null, title: 'Thông qua', secret: false });
	expect(after(() => meeting.give(delegateId(1), 'cast-ballot', { voteId: 'v', choice: 'for' }))).toEqual(['votes']);
	expect(after(() => meeting.give(delegateId(1), 'request-floor', {}))).toEqual(['floor']);
	expect(after(() => meeting.give(delegateId(1), 'withdraw-floor', {}))).toEqual(['floor']);
	expect(after(() => meeting.connect('site'))).toEqual(['attendance']);
	expect(after(() => meeting.disconnect('site'))).toEqual(['attendance']);
});
