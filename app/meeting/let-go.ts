import { allPresences } from './presences.ts';
import { outsideOf } from './closed-session.ts';
import { isTakenBack } from './paper-rights.ts';
import { getParticipant, type Plan } from './plan.ts';
import type { MeetingEvent } from './record.ts';
import { nextInPoll } from './stage/poll.ts';
import type { MeetingState } from './state.ts';
import { isVoting } from './vote/is-voting.ts';

/**
 * What a meeting lets go of before a plan takes effect that no longer has it: nobody who is gone keeps the floor, waits for
 * it, stands on the stage or presents, no paper is shown that was taken back, and no item runs that the agenda does not have. Nor does who waits outside of the
 * item that runs in `state` keep what they hold.
 */
export function letGo(state: MeetingState, plan: Plan): MeetingEvent[] {
	const isGone = (participantId: string) => getParticipant({ plan }, participantId) === undefined;
	const isOutside = outsideOf({ ...state, plan });
	return [
		...letGoOfFloor(state, isGone, isOutside),
		...letGoOfStage(state, plan, isGone, isOutside),
		...letGoOfPoll(state, isGone),
		...letGoOfPapers(state, plan, isGone, isOutside),
		...letGoOfItem(state, plan),
		...letGoOfDevices(state, isGone),
	];
}

type IsGone = (participantId: string) => boolean;

function letGoOfFloor({ floor: { holder, queue } }: MeetingState, isGone: IsGone, isOutside: IsGone): MeetingEvent[] {
	const gone = queue.filter(({ participantId }) => isGone(participantId));
	return [
		...(holder && (isGone(holder.participantId) || isOutside(holder.participantId))
			? [{ type: 'floor-ended', participantId: holder.participantId, how: 'revoked' } as const]
			: []),
		...gone.map(({ participantId }) => ({ type: 'floor-withdrawn', participantId }) as const),
	];
}

function letGoOfStage({ stage }: MeetingState, plan: Plan, isGone: IsGone, isOutside: IsGone): MeetingEvent[] {
	const { directed, cued, content, addresses } = stage;
	const mayNot = addresses.filter(
		({ participantId, as }) => !getParticipant({ plan }, participantId)?.roles.includes(as),
	);
	return [
		...(directed !== null && (isGone(directed) || isOutside(directed))
			? [{ type: 'stage-directed', participantId: null } as const]
			: []),
		...(cued.some(isGone)
			? [{ type: 'stage-cued', participantIds: cued.filter((participantId) => !isGone(participantId)) } as const]
			: []),
		...(content && (isGone(content.participantId) || isOutside(content.participantId))
			? [{ type: 'content-ended', deviceId: content.deviceId } as const]
			: []),
		...mayNot.map(({ participantId }) => ({ type: 'address-ended', participantId }) as const),
	];
}

/** It goes on with the others, from whoever is shown. */
function letGoOfPoll(state: MeetingState, isGone: IsGone): MeetingEvent[] {
	const { poll } = state.stage;
	if (!poll?.participantIds.some(isGone)) return [];
	const participantIds = poll.participantIds.filter((participantId) => !isGone(participantId));
	if (participantIds.length === 0) return [{ type: 'poll-stopped' }];
	const stays = poll.shownId !== null && !isGone(poll.shownId);
	const rest = { ...state, stage: { ...state.stage, poll: { ...poll, participantIds, shownId: null } } };
	return [
		{ type: 'poll-started', participantIds, seconds: poll.seconds },
		{ type: 'poll-advanced', participantId: stays ? poll.shownId : nextInPoll(rest) },
	];
}

function letGoOfPapers(
	{ presenting, presentingAsks }: MeetingState,
	plan: Plan,
	isGone: IsGone,
	isOutside: IsGone,
): MeetingEvent[] {
	const documents = new Set(plan.papers.filter((paper) => !isTakenBack(paper)).map(({ documentId }) => documentId));
	const isLost = ({ participantId, documentId }: { participantId: string; documentId: string }) =>
		isGone(participantId) || !documents.has(documentId);
	return [
		...presentingAsks
			.filter(isLost)
			.map(({ participantId }) => ({ type: 'presenting-ask-ended', participantId }) as const),
		...(presenting && (isLost(presenting) || isOutside(presenting.participantId))
			? [{ type: 'presenting-ended' } as const]
			: []),
	];
}

function letGoOfItem({ agenda: { runningId } }: MeetingState, plan: Plan): MeetingEvent[] {
	const isLost = runningId !== null && !plan.agenda.some(({ id }) => id === runningId);
	return isLost ? [{ type: 'item-ended', itemId: runningId }] : [];
}

/** Whose ballot an open vote still waits for stays until it has ended: the list that was frozen with it admits them. */
function letGoOfDevices(state: MeetingState, isGone: IsGone): MeetingEvent[] {
	return allPresences(state.attendance.came)
		.filter(([participantId]) => isGone(participantId) && !isVoting(state, participantId))
		.flatMap(([participantId, { devices }]) =>
			devices.map((deviceId) => ({ type: 'device-disconnected', deviceId, participantId }) as const),
		);
}
