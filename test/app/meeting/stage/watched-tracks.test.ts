import { watchedTracks } from '#lib/meeting/stage/watched-tracks.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { delegateId, deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const camera = (participantId: string) => ({ endpointId: deviceOf(participantId), source: 'camera' }) as const;
const voice = (participantId: string) => ({ endpointId: deviceOf(participantId), source: 'microphone' }) as const;

test('a lecturer watches whoever is neither on the stage nor only kept ready for it', () => {
	const meeting = ScriptedMeeting.live(planWith({ delegates: 6 }));
	meeting.give('chair', 'set-stage-mode', { mode: 'lecture' });
	meeting.give('chair', 'set-stage-places', { places: 1 });
	for (const each of [1, 2]) meeting.give(delegateId(each), 'request-floor', {});
	const tracks = [1, 2, 3, 4].flatMap((each) => [camera(delegateId(each)), voice(delegateId(each))]);
	// The first in the queue stands small on the stage, the second is kept ready.
	expect(watchedTracks(meeting.state, stageOf(meeting.state), [camera('chair'), ...tracks])).toEqual([
		camera(delegateId(3)),
		camera(delegateId(4)),
	]);
});
