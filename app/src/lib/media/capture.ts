import type { Source } from '#sfu/link/contract-endpoint.ts';
import { constraintsOf, type MediaProfile } from './media-profiles.ts';

/**
 * Why a source does not work: the browser or the person said no; the operating system did; the person closed the choice
 * of a screen; there is no such device; another program has it; the browser cannot (no secure origin, no screen sharing on
 * a phone); the server did not take it; anything else.
 */
export type SourceProblem =
	'denied' | 'forbidden' | 'cancelled' | 'missing' | 'busy' | 'unsupported' | 'refused' | 'failed';

export class CaptureError extends Error {
	readonly problem: SourceProblem;

	constructor(problem: SourceProblem, cause: unknown) {
		super(problem, { cause });
		this.name = 'CaptureError';
		this.problem = problem;
	}
}

/**
 * Opens a device as the profile says and returns its track; throws CaptureError. `deviceId` is a wish: a device that is gone is replaced
 * by the system's default.
 */
export async function capture(
	source: Source,
	profile: MediaProfile,
	deviceId: string | null,
): Promise<MediaStreamTrack> {
	try {
		const devices = navigator.mediaDevices as MediaDevices | undefined;
		if (!devices) throw new DOMException('no secure origin', 'NotSupportedError');
		const stream =
			source === 'screen'
				? await devices.getDisplayMedia({
						video: { frameRate: { max: Math.max(...profile.screen.map((layer) => layer.frameRate)) } },
						audio: false,
					})
				: await openDevice(devices, source, profile, deviceId);
		const track = stream.getTracks()[0];
		if (!track) throw new DOMException('no track', 'NotFoundError');
		// Text before motion for a screen, motion before sharpness for a face.
		if (track.kind === 'video') track.contentHint = source === 'screen' ? 'detail' : 'motion';
		return track;
	} catch (error) {
		throw new CaptureError(problemOf(error, source), error);
	}
}

/** As no more than a wish, a camera of more pixels would be taken in its place. */
async function openDevice(
	devices: MediaDevices,
	source: Exclude<Source, 'screen'>,
	profile: MediaProfile,
	deviceId: string | null,
): Promise<MediaStream> {
	try {
		return await devices.getUserMedia(mediaOf(source, profile, deviceId));
	} catch (error) {
		if (deviceId === null || problemOf(error, source) !== 'missing') throw error;
		return devices.getUserMedia(mediaOf(source, profile, null));
	}
}

function mediaOf(
	source: Exclude<Source, 'screen'>,
	profile: MediaProfile,
	deviceId: string | null,
): MediaStreamConstraints {
	const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
	const constraints = { ...device, ...constraintsOf(source, profile) };
	return source === 'camera' ? { video: constraints } : { audio: constraints };
}

function problemOf(error: unknown, source: Source): SourceProblem {
	const { name, message } = error instanceof Error || error instanceof DOMException ? error : { name: '', message: '' };
	switch (name) {
		case 'NotAllowedError':
			// One name for three things: only the words of the browser tell them apart.
			if (/system/i.test(message)) return 'forbidden';
			return source === 'screen' && !/policy/i.test(message) ? 'cancelled' : 'denied';
		case 'SecurityError':
			return 'denied';
		case 'NotFoundError':
		case 'OverconstrainedError':
			return 'missing';
		case 'NotReadableError':
		case 'AbortError':
			return 'busy';
		case 'NotSupportedError':
		case 'TypeError':
			return 'unsupported';
		default:
			return 'failed';
	}
}
