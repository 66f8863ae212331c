import { presenceOf } from '#meeting/presences.ts';
import { seatOf } from '#meeting/attendance.ts';
import { outsideOf } from '#meeting/closed-session.ts';
import { onAir, ownerOf, soundDeviceOf, soundOf } from '#meeting/sound.ts';
import { nextInPoll } from '#meeting/stage/poll.ts';
import { stageOf, type Speakers } from '#meeting/stage/stage-of.ts';
import { stageModeOf } from '#meeting/stage/state.ts';
import type { MeetingState } from '#meeting/state.ts';
import { largestStage, mostNext, type Stage } from '#sfu/link/contract.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { Sending } from './sending.ts';

type Track = Stage['tracks'][number];

/**
 * From whom the meeting shows and hears to which devices send it: a picture from a person's own, else from the terminal
 * of their room; a voice from the one device that has their sound. A device is listed where it stands first. What stands
 * last is left out of a stage that grew too large. `reached`: participants who may be shown at any moment.
 */
export function resolveStage(
	state: MeetingState,
	sending: Sending,
	speakers: Speakers,
	reached: readonly string[] = [],
): Stage {
	const stage = stageOf(state, speakers);
	const { main, contentDeviceId, secondary, cued } = stage;
	const camera = (participantId: string) => cameraOf(state, sending, participantId) ?? [];
	const sendsSound = (deviceId: string) => sending.has(deviceId, 'microphone');
	const microphone = (participantId: string) => [soundDeviceOf(state, participantId) ?? []].flat().filter(sendsSound);
	const shown = (devices: string | readonly string[], place: Track['place'], source: Source): Track[] =>
		[devices].flat().map((endpointId) => ({ endpointId, source, place }));
	// Whoever begins to speak is to be heard from the first word.
	const waits = state.lifecycle.phase === 'live' && stageModeOf(state) === 'voice';
	const waiting = waits ? sending.devicesWith('microphone').filter((device) => hasSound(state, device)) : [];
	const outside = outsideOf(state);
	// Who comes next in a poll comes by the clock, where it is soon: no hand reaches for them.
	const { poll } = state.stage;
	const coming = poll && poll.shownId === main && poll.seconds <= 60 ? nextInPoll(state) : null;
	const near = [...reached, ...(coming === null ? [] : [coming])].filter((id) => id !== main && !outside(id));
	return {
		tracks: distinct([
			...(main === null ? [] : shown(camera(main), 'main', 'camera')),
			...(contentDeviceId === null ? [] : shown(contentDeviceId, 'content', 'screen')),
			...secondary.flatMap((each) => shown(camera(each), 'secondary', 'camera')),
			...shown(onAir(state, stage).filter(sendsSound), 'audio', 'microphone'),
			...shown(waiting, 'cued', 'microphone'),
		]).slice(0, largestStage),
		cued: [...new Set([...near, ...cued].flatMap((each) => [camera(each), microphone(each)].flat()))].slice(
			0,
			mostNext,
		),
		raised: [...new Set(near.flatMap(camera))],
	};
}

/** Devices from which all may be about to see or hear somebody large, whether or not they send anything yet. */
export function awaitedDevices(state: MeetingState, speakers: Speakers): ReadonlySet<string> {
	const { main, contentDeviceId, audio, announcing } = stageOf(state, speakers);
	const shown = [main, ...audio].filter((id) => id !== null);
	return new Set([
		...shown.flatMap((id) => devicesBehind(state, id)),
		...(contentDeviceId === null ? [] : [contentDeviceId]),
		...announcing,
	]);
}

/** A participant's own devices, then those of the room that they sit in. */
function devicesBehind(state: MeetingState, participantId: string): readonly string[] {
	const siteId = seatOf(state, participantId);
	return [participantId, ...(siteId === null ? [] : [siteId])].flatMap(
		(id) => presenceOf(state.attendance.came, id)?.devices ?? [],
	);
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
export function cameraOf(state: MeetingState, sending: Sending, participantId: string): string | undefined {
	return devicesBehind(state, participantId).find((device) => sending.has(device, 'camera'));
}

/** Whether a device has the sound of whoever it belongs to. */
export function hasSound(state: MeetingState, deviceId: string): boolean {
	const participantId = ownerOf(state, deviceId);
	return participantId !== undefined && soundOf(state, participantId, deviceId) === 'own';
}
