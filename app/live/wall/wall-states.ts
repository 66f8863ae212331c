import { presenceOf } from '#meeting/presences.ts';
import type { WallState } from '#contract/wall.ts';
import type { Participant } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { WallEntry } from '#meeting/wall.ts';
import type { Sending } from '../media/sending.ts';

type Watched = Pick<Sending, 'has' | 'isLive'>;

/** The one place where a device's link is read. */
export type GradeOf = (deviceId: string) => WallState['link'];

/**
 * An entry as the wall shows it. A room's terminal stands for the room as soon as it is there, even without a camera:
 * that is what the operator must see. Until then somebody who sits in the room does, with a camera if anybody has one.
 */
export function wallStateOf(entry: WallEntry, state: MeetingState, sending: Watched, gradeOf: GradeOf): WallState {
	const devicesOf = ({ id }: Participant) => presenceOf(state.attendance.came, id)?.devices ?? [];
	const cameraOf = (each: Participant) => devicesOf(each).find((device) => sending.has(device, 'camera'));
	const isThere = (each: Participant) => devicesOf(each).length > 0;
	const face = isThere(entry.participant)
		? entry.participant
		: (entry.seated.find((each) => cameraOf(each) !== undefined) ?? entry.seated.find(isThere));
	const devices = face ? devicesOf(face) : [];
	const camera = face && cameraOf(face);
	const voice = devices.find((device) => sending.has(device, 'microphone'));
	const link = camera ?? voice ?? devices[0];
	return {
		participantId: entry.participant.id,
		faceId: face?.id ?? null,
		cameraDeviceId: camera !== undefined && sending.isLive(camera, 'camera') ? camera : null,
		microphone: microphoneOf(devices, sending),
		link: link === undefined ? 'unknown' : gradeOf(link),
	};
}

function microphoneOf(devices: readonly string[], sending: Watched): WallState['microphone'] {
	if (devices.some((device) => sending.isLive(device, 'microphone'))) return 'on';
	return devices.some((device) => sending.has(device, 'microphone')) ? 'muted' : 'none';
}

export const isSameState = (one: WallState | undefined, other: WallState): boolean =>
	one !== undefined &&
	one.faceId === other.faceId &&
	one.cameraDeviceId === other.cameraDeviceId &&
	one.microphone === other.microphone &&
	one.link === other.link;
