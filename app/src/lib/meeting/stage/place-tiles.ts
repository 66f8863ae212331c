import { presenceOf } from '#meeting/presences.ts';
import type { Stage } from '#meeting/stage/stage-of.ts';
import { seatOf } from '#meeting/attendance.ts';
import type { Participant } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import { getParticipant } from '#meeting/plan.ts';

/** What a device receives, as far as placing it goes. `endpointId` is the sending device's id. */
export interface ReceivedTrack {
	readonly endpointId: string;
	readonly source: 'camera' | 'microphone' | 'screen';
}

/** One picture of the stage. Without a track the tile shows initials. */
export interface Tile<T extends ReceivedTrack> {
	readonly participant: Participant;
	readonly track: T | undefined;
	/** the stage has this participant's voice, if their microphone is on */
	readonly audible: boolean;
}

export interface PlacedStage<T extends ReceivedTrack> {
	readonly main: Tile<T> | undefined;
	readonly secondary: readonly Tile<T>[];
	readonly content:
		| { readonly participant: Participant | undefined; readonly track: T | undefined; readonly deviceId: string }
		| undefined;
}

/** Lays the received tracks on the meeting's stage: who is shown follows from the journal, the pictures from the media. */
export function placeTiles<T extends ReceivedTrack>(
	state: MeetingState,
	stage: Stage,
	tracks: readonly T[],
): PlacedStage<T> {
	const tile = (id: string): Tile<T> | undefined => {
		const participant = getParticipant(state, id);
		return (
			participant && {
				participant,
				track: cameraOf(state, participant, tracks),
				audible: stage.audio.includes(id),
			}
		);
	};
	const deviceId = stage.contentDeviceId;
	return {
		main: stage.main === null ? undefined : tile(stage.main),
		secondary: stage.secondary.map(tile).filter((each) => each !== undefined),
		content:
			deviceId === null
				? undefined
				: {
						deviceId,
						participant: getParticipant(state, state.stage.content?.participantId ?? ''),
						track: tracks.find((track) => track.source === 'screen' && track.endpointId === deviceId),
					},
	};
}

/** A participant's own camera, or that of the room in which they sit. */
function cameraOf<T extends ReceivedTrack>(
	state: MeetingState,
	participant: Participant,
	tracks: readonly T[],
): T | undefined {
	const devicesOf = (id: string) => presenceOf(state.attendance.came, id)?.devices ?? [];
	const siteId = seatOf(state, participant.id);
	const devices = [...devicesOf(participant.id), ...(siteId === null ? [] : devicesOf(siteId))];
	for (const device of devices) {
		const track = tracks.find((each) => each.source === 'camera' && each.endpointId === device);
		if (track) return track;
	}
	return undefined;
}
