import { getParticipant } from '#meeting/plan.ts';
import { stageOf, type Speakers } from '#meeting/stage/stage-of.ts';
import { stageModeOf } from '#meeting/stage/state.ts';
import type { MeetingState } from '#meeting/state.ts';
import { largestStage, mostNext, type Stage } from '#sfu/link/contract.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { Sending } from './sending.ts';

type Track = Stage['tracks'][number];

/**
 * From whom the meeting shows and hears to which devices send it: a person's own, else the terminal of their room. A
 * device is listed where it stands first. Somebody may come with many devices: those that stand last are left out of a
 * stage that grew too large.
 */
export function resolveStage(state: MeetingState, sending: Sending, speakers: Speakers): Stage {
	const { main, contentDeviceId, secondary, audio, cued } = stageOf(state, speakers);
	const camera = (participantId: string) => cameraOf(state, sending, participantId) ?? [];
	const microphones = (participantId: string) => devicesThatSend(state, sending, participantId, 'microphone');
	const shown = (devices: string | readonly string[], place: Track['place'], source: Source): Track[] =>
		[devices].flat().map((endpointId) => ({ endpointId, source, place }));
	// Whoever begins to speak is to be heard from the first word.
	const waiting = stageModeOf(state) === 'voice' ? sending.devicesWith('microphone') : [];
	return {
		tracks: distinct([
			...(main === null ? [] : shown(camera(main), 'main', 'camera')),
			...(contentDeviceId === null ? [] : shown(contentDeviceId, 'content', 'screen')),
			...secondary.flatMap((each) => shown(camera(each), 'secondary', 'camera')),
			...audio.flatMap((each) => shown(microphones(each), 'audio', 'microphone')),
			...shown(waiting, 'cued', 'microphone'),
		]).slice(0, largestStage),
		cued: [...new Set(cued.flatMap((each) => [camera(each), microphones(each)].flat()))].slice(0, mostNext),
	};
}

function distinct(tracks: readonly Track[]): Track[] {
	const byKey = new Map<string, Track>();
	for (const track of tracks) {
		const key = `${track.source}/${track.endpointId}`;
		if (!byKey.has(key)) byKey.set(key, track);
	}
	return [...byKey.values()];
}

/** The device whose camera shows a participant. */
export const cameraOf = (state: MeetingState, sending: Sending, participantId: string): string | undefined =>
	devicesThatSend(state, sending, participantId, 'camera')[0];

function devicesThatSend(state: MeetingState, sending: Sending, participantId: string, source: Source): string[] {
	const devices = (id: string) =>
		(state.attendance.came[id]?.devices ?? []).filter((device) => sending.has(device, source));
	const own = devices(participantId);
	const siteId = getParticipant(state, participantId)?.siteId;
	return own.length > 0 || siteId == null ? own : devices(siteId);
}
