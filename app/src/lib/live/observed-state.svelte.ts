import { meetingBefore, type MeetingState } from '#meeting/state.ts';

/**
 * A meeting's state of which each part is observed by itself. An event keeps every part that it does not touch as the same
 * object: what is derived from one part, or drawn from it, is not even looked at when others change.
 */
export class ObservedState implements MeetingState {
	seq = $state.raw(meetingBefore.seq);
	plan = $state.raw(meetingBefore.plan);
	formerParticipants = $state.raw(meetingBefore.formerParticipants);
	lifecycle = $state.raw(meetingBefore.lifecycle);
	attendance = $state.raw(meetingBefore.attendance);
	agenda = $state.raw(meetingBefore.agenda);
	floor = $state.raw(meetingBefore.floor);
	stage = $state.raw(meetingBefore.stage);
	presenting = $state.raw(meetingBefore.presenting);
	presentingAsks = $state.raw(meetingBefore.presentingAsks);
	votes = $state.raw(meetingBefore.votes);
	notes = $state.raw(meetingBefore.notes);

	follow(state: MeetingState): void {
		Object.assign(this, state);
	}
}
