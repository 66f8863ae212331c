import type { ProducerCodecOptions, RtpEncodingParameters } from 'mediasoup-client/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';

export interface PublishingProfile {
	encodings: RtpEncodingParameters[];
	codecOptions: ProducerCodecOptions;
}

/** kbit/s. Without it Chromium sends no 720p layer for up to half a minute. */
const videoStart = { videoGoogleStartBitrate: 2500 };

/** From small to large, bit/s: 180p for side sites, 360p for weak links and tablets, 720p for the room's screen. */
const cameraLayers = [
	{ least: 0, maxBitrate: 150_000 },
	{ least: 300, maxBitrate: 500_000 },
	{ least: 600, maxBitrate: 1_800_000 },
] as const;

/** Sends the smallest layers of a track, so many; 0: nothing. */
export async function sendLayers(sender: RTCRtpSender, layers: Layers): Promise<void> {
	const parameters = sender.getParameters();
	const active = parameters.encodings.map((_, index) => index < layers);
	if (parameters.encodings.every((encoding, index) => encoding.active === active[index])) return;
	for (const [index, encoding] of parameters.encodings.entries()) encoding.active = active[index] ?? false;
	await sender.setParameters(parameters);
}

/** How a track is sent, once somebody takes it: nothing leaves before. `height` in pixels: a small camera picture has fewer layers, the largest always whole. */
export function profileOf(source: Source, height: number): PublishingProfile {
	switch (source) {
		case 'microphone':
			// Speech, mono; silence costs nothing (DTX), a lost packet is rebuilt from the next (in-band FEC).
			return {
				encodings: [{ active: false, maxBitrate: 40_000 }],
				codecOptions: { opusStereo: false, opusDtx: true, opusFec: true, opusMaxPlaybackRate: 48_000, opusNack: true },
			};
		case 'screen':
			// One layer: text is legible or it is not. Few frames, all bits for sharpness.
			return {
				encodings: [{ active: false, maxBitrate: 2_500_000, maxFramerate: 15, scalabilityMode: 'L1T1' }],
				codecOptions: videoStart,
			};
		case 'camera': {
			const layers = cameraLayers.filter((layer) => height >= layer.least);
			return {
				encodings: layers.map(({ maxBitrate }, index) => ({
					rid: `r${index}`,
					active: false,
					scaleResolutionDownBy: 2 ** (layers.length - 1 - index),
					maxBitrate,
					scalabilityMode: 'L1T3',
				})),
				codecOptions: videoStart,
			};
		}
	}
}
