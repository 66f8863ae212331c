import { presenceOf } from '#meeting/presences.ts';
import type { Stage } from '#meeting/stage/stage-of.ts';
import type { MeetingState } from '#meeting/state.ts';
import { placeTiles, type ReceivedTrack } from './place-tiles.ts';

/**
 * What a device looks at besides the stage: cameras that have no place on it, and are not only kept ready for it. In a
 * lecture the server shows the chair a page of the sites after the other.
 */
export function watchedTracks<T extends ReceivedTrack>(
	state: MeetingState,
	stage: Stage,
	tracks: readonly T[],
): readonly T[] {
	const { main, secondary } = placeTiles(state, stage, tracks);
	const placed = [main, ...secondary].map((tile) => tile?.track);
	const ready = stage.cued.flatMap((id) => presenceOf(state.attendance.came, id)?.devices ?? []);
	return tracks.filter(
		(track) => track.source === 'camera' && !placed.includes(track) && !ready.includes(track.endpointId),
	);
}
