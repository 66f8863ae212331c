import { stageOf } from '#meeting/stage.ts';
import type { MeetingState } from '#meeting/state.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { Source, Stage } from '#sfu/link/contract.ts';

/** What devices send at this moment, by device id. */
export type Sending = ReadonlyMap<string, ReadonlySet<Source>>;

/** From whom the meeting shows and hears to which devices send it: a person's own, else the terminal of their room. */
export function resolveStage(state: MeetingState, sending: Sending): Stage {
	const { main, contentDeviceId, secondary, audio } = stageOf(state);
	const camera = (participantId: string) => devicesThatSend(state, sending, participantId, 'camera').slice(0, 1);
	const video: Stage['video'] = [];
	const show = (endpointId: string, source: 'camera' | 'screen', place: 'main' | 'content' | 'secondary') => {
		if (!video.some((shown) => shown.endpointId === endpointId && shown.source === source))
			video.push({ endpointId, source, place });
	};
	if (main !== null) for (const device of camera(main)) show(device, 'camera', 'main');
	if (contentDeviceId !== null) show(contentDeviceId, 'screen', 'content');
	for (const each of secondary) for (const device of camera(each)) show(device, 'camera', 'secondary');
	const heard = audio.flatMap((each) => devicesThatSend(state, sending, each, 'microphone'));
	return { video, audio: [...new Set(heard)] };
}

function devicesThatSend(state: MeetingState, sending: Sending, participantId: string, source: Source): string[] {
	const devices = (id: string) =>
		(state.attendance.came[id]?.devices ?? []).filter((device) => sending.get(device)?.has(source));
	const own = devices(participantId);
	const siteId = getParticipant(state, participantId)?.siteId;
	return own.length > 0 || siteId == null ? own : devices(siteId);
}
