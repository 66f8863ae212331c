import type { MeetingState } from '#meeting/state.ts';
import { ownerOf } from '#meeting/sound.ts';
import type { Stage } from '#meeting/stage/stage-of.ts';

/** As many small pictures as a stage may have places. */
const mostPlaces = 6;

/**
 * The stage of an area that meets by itself: those devices and one's own, everybody heard. Whoever is seen large stays
 * large, if they are among them; else the first is.
 */
export function islandStage(
	state: MeetingState,
	former: Pick<Stage, 'main'>,
	devices: readonly string[],
	participantId: string,
): Stage {
	const others = [...new Set(devices.flatMap((device) => ownerOf(state, device) ?? []))];
	const here = [...others, participantId];
	const main = former.main !== null && here.includes(former.main) ? former.main : (others[0] ?? null);
	return {
		main,
		contentDeviceId: null,
		secondary: others.filter((id) => id !== main).slice(0, mostPlaces),
		audio: here,
		announcing: [],
		cued: [],
	};
}
