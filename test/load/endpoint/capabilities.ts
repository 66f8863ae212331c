import type { RtpCapabilities } from 'mediasoup/types';

/** What Chromium offers with Opus and VP8; mediasoup would write more into every packet for who can read it. */
const knownExtensions = new Set([
	'urn:ietf:params:rtp-hdrext:sdes:mid',
	'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
	'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
	'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
	'urn:3gpp:video-orientation',
	'urn:ietf:params:rtp-hdrext:toffset',
	'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
]);

/** What a receiving endpoint tells the server that it can receive, where `router` is what the server can send. */
export function receivingCapabilities(router: RtpCapabilities): RtpCapabilities {
	return {
		codecs: router.codecs ?? [],
		headerExtensions: (router.headerExtensions ?? []).filter(({ uri }) => knownExtensions.has(uri)),
	};
}
