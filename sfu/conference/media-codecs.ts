import type { RouterRtpCodecCapability, RtpEncodingParameters } from 'mediasoup/types';

/**
 * Opus with in-band FEC and DTX (RFC 6716, RFC 7587): a lost packet is heard as little as possible, silence costs next
 * to nothing. VP8 because every browser, tablet and room terminal encodes and decodes it, with simulcast.
 */
export const mediaCodecs: RouterRtpCodecCapability[] = [
	{
		kind: 'audio',
		mimeType: 'audio/opus',
		clockRate: 48_000,
		channels: 2,
		parameters: { useinbandfec: 1, usedtx: 1 },
	},
	{
		kind: 'video',
		mimeType: 'video/VP8',
		clockRate: 90_000,
		// kbit/s. Without it Chromium takes up to half a minute to reach the 720p layer.
		parameters: { 'x-google-start-bitrate': 2500 },
	},
];

/**
 * Of a page that nobody turns next to nothing comes, and of a new one a single frame, after which the sender saves. mediasoup
 * gives up a layer of which nothing comes for 1.5 s, and asks for a key frame when something does: of a page of type that
 * is more than the layer's bits of two seconds, so that nothing comes again. What may be silent by design it gives 5 s.
 */
export const mayFallSilent = (encoding: RtpEncodingParameters): RtpEncodingParameters => ({ ...encoding, dtx: true });

/** At most one key frame per producer in this time, in ms: 320 receivers asking at once cost one key frame. */
export const keyFrameRequestDelay = 500;

/**
 * What the node assumes a receiver's link carries before it has measured, in bit/s: a small picture or two and a voice, less than
 * the weakest link that is to have pictures (800 kbit/s), on which a voice would wait behind them in the first seconds. A good one
 * is found out by mediasoup's probing, and has 720p after one second, which mediasoup takes in any case, or a few. Not below what
 * a screen's floor is: mediasoup takes this for the most as long as little is wanted.
 */
export const initialOutgoingBitrate = 600_000;

/**
 * The estimate does not fall below, in bit/s: room for the smallest picture, and while a screen flows for the smallest of
 * that, too (see the profiles' layers), with what its key frames add. On a link that loses packets at random mediasoup's
 * estimator sinks to its floor and stays there; so it does for seconds after a new page of a screen, which comes in one
 * frame of 100 KB that the link's queue cannot hold. Without room for it that page would stop halfway. What does not even
 * carry this is seen by its loss, and is sent sound alone.
 */
export const leastOutgoingBitrate = { picture: 150_000, withScreen: 550_000 } as const;

/** The most an endpoint may send, in bit/s: three camera layers, a screen and audio. */
export const maxIncomingBitrate = 8_000_000;
