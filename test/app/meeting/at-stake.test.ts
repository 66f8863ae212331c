import { atStake } from '#lib/meeting/leaving/at-stake.ts';
import { deviceOf, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const leaving = ({ state }: ScriptedMeeting, participantId: string, hasUnsavedNote = false) =>
	atStake({
		state,
		participantId,
		deviceId: deviceOf(participantId),
		isChair: participantId === 'chair',
		hasUnsavedNote,
	});

test('who only listens, waits or has asked for the floor leaves without a question', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('delegate-1', 'request-floor', {});
	for (const each of ['delegate-1', 'delegate-2', 'secretary', 'operator', 'guest'])
		expect(leaving(meeting, each)).toEqual([]);
});

test('who holds the floor, presents or shares is asked, for as long as they do', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	meeting.give('delegate-1', 'present-document', { versionId: 'version-1', page: 1 });
	expect(leaving(meeting, 'delegate-1')).toEqual(['floor', 'present']);
	meeting.give('delegate-1', 'end-presenting', {});
	meeting.give('delegate-1', 'yield-floor', {});
	expect(leaving(meeting, 'delegate-1')).toEqual([]);
	meeting.give('secretary', 'share-content', {});
	expect(leaving(meeting, 'secretary')).toEqual(['share']);
});

test('the chair is asked while the meeting goes on, or pauses; not before it and not after', () => {
	expect(leaving(ScriptedMeeting.open(), 'chair')).toEqual([]);
	const meeting = ScriptedMeeting.live();
	expect(leaving(meeting, 'chair')).toEqual(['chair']);
	meeting.give('chair', 'pause-meeting', {});
	expect(leaving(meeting, 'chair')).toEqual(['chair']);
	meeting.give('chair', 'end-meeting', {});
	expect(leaving(meeting, 'chair')).toEqual([]);
});

test('a note that the server has not got is at stake at any time', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'end-meeting', {});
	expect(leaving(meeting, 'secretary', true)).toEqual(['note']);
});
