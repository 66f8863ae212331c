import type { ProducerCodecOptions, RtpEncodingParameters } from 'mediasoup-client/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import type { MediaProfile } from './media-profiles.ts';

interface Publishing {
	encodings: RtpEncodingParameters[];
	codecOptions: ProducerCodecOptions;
}

/** kbit/s. Without it Chromium sends no 720p layer for up to half a minute. */
const videoStart = { videoGoogleStartBitrate: 2500 };

/**
 * How a track is sent. No layer is switched off here, though nothing is to leave before somebody takes it: the answer
 * would say that the layer is paused (RFC 8853 §5.1), and every later negotiation would switch it off again. `height` in
 * pixels: a camera that gives a smaller picture than it was asked for has fewer layers, the largest always whole.
 */
export function publishingOf(source: Source, profile: MediaProfile, height: number): Publishing {
	switch (source) {
		case 'microphone':
			return {
				encodings: [{ maxBitrate: profile.microphone.bitrate }],
				codecOptions: {
					opusStereo: false,
					opusDtx: true,
					opusFec: true,
					opusNack: true,
					opusPtime: profile.microphone.ptime,
					opusMaxPlaybackRate: 48_000,
				},
			};
		case 'screen':
			return {
				encodings: profile.screen.map(({ bitrate, frameRate }, index) => ({
					rid: `r${index}`,
					// None is smaller: text is legible or it is not.
					scaleResolutionDownBy: 1,
					maxBitrate: bitrate,
					maxFramerate: frameRate,
					scalabilityMode: 'L1T1',
				})),
				codecOptions: videoStart,
			};
		case 'camera': {
			const layers = layersWithin(profile, height);
			return {
				encodings: layers.map((maxBitrate, index) => ({
					rid: `r${index}`,
					scaleResolutionDownBy: 2 ** (layers.length - 1 - index),
					maxBitrate,
					scalabilityMode: 'L1T3',
				})),
				codecOptions: videoStart,
			};
		}
	}
}

/** The profile's layers that a picture of this height has, from the smallest. */
export function layersWithin({ layers, camera }: MediaProfile, height: number): readonly number[] {
	return layers.filter((_, index) => index === 0 || height * 1.2 >= camera.height / 2 ** (layers.length - 1 - index));
}

/** Sends the smallest layers of a track, so many; 0: nothing. */
export async function sendLayers(sender: RTCRtpSender, layers: Layers): Promise<void> {
	const parameters = sender.getParameters();
	const active = parameters.encodings.map((_, index) => index < layers);
	if (parameters.encodings.every((encoding, index) => encoding.active === active[index])) return;
	for (const [index, encoding] of parameters.encodings.entries()) encoding.active = active[index] ?? false;
	await sender.setParameters(parameters);
}
