import { seatedIn } from './attendance.ts';
import { accessOfItem, getParticipant, maySee } from './plan.ts';
import type { MeetingState } from './state.ts';

type Course = Pick<MeetingState, 'plan' | 'agenda' | 'attendance'>;

const nobody = () => false;

/** A closed item (nội dung họp kín) is dealt with. */
export const isClosedSession = ({ plan, agenda }: Pick<Course, 'plan' | 'agenda'>): boolean =>
	plan !== null && agenda.runningId !== null && accessOfItem(plan, agenda.runningId) === 'closed';

/**
 * Who waits outside while a closed item (nội dung họp kín) is dealt with, with neither sound nor picture, until it ends:
 * whoever may not see the item. Its presenter comes in for it, and operators stay: without them nobody would hear
 * anybody. A room is in as long as somebody sits in it who may be.
 */
export function outsideOf(state: Course): (participantId: string) => boolean {
	const { plan, agenda } = state;
	if (!plan || !isClosedSession(state)) return nobody;
	const presenterId = plan.agenda.find(({ id }) => id === agenda.runningId)?.presenterId;
	const attends = (id: string): boolean => {
		const participant = getParticipant(state, id);
		if (!participant) return false;
		if (participant.kind === 'site') return seatedIn(state, id).some((each) => attends(each.id));
		return id === presenterId || participant.roles.includes('operator') || maySee(plan, id, 'closed');
	};
	return (id) => !attends(id);
}

export const waitsOutside = (state: Course, participantId: string): boolean => outsideOf(state)(participantId);
