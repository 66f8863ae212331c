import { allPresences } from '#meeting/presences.ts';
import { seatOf } from '#meeting/attendance.ts';
import type { MediaDirector } from './media-director.ts';

/**
 * The devices of these people and rooms, and of who sits there, look for their node as if they came: an operator chose it,
 * or chose no longer. Undefined: all that were moved and would have room with their own by now.
 */
export function placeAnew({ homes, meeting: { state } }: MediaDirector, participantIds: readonly string[] | undefined) {
	if (!participantIds) {
		const moved = [...homes.whereAndWhy()].filter(([, { why }]) => why === 'stays');
		return homes.placeAnew(moved.map(([deviceId]) => deviceId));
	}
	const isOf = (id: string) =>
		[id, state.plan && seatOf(state, id)].some((each) => participantIds.includes(each ?? ''));
	const theirs = allPresences(state.attendance.came).filter(([id]) => isOf(id));
	homes.placeAnew(theirs.flatMap(([, { devices }]) => devices));
}
