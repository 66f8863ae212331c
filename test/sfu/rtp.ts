import type { DtlsParameters, RtpParameters } from 'mediasoup/types';

const headerExtensions: NonNullable<RtpParameters['headerExtensions']> = [
	{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
	{ uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 },
];

/** What Chromium sends of a camera: VP8, three layers told apart by rid. */
export const cameraParameters: RtpParameters = {
	mid: 'camera',
	codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
	encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
	headerExtensions,
	rtcp: { cname: 'test' },
};

/** Two layers, both of the whole screen. */
export const screenParameters: RtpParameters = {
	...cameraParameters,
	mid: 'screen',
	encodings: [{ rid: 'r0' }, { rid: 'r1' }],
};

export const microphoneParameters: RtpParameters = {
	mid: 'microphone',
	codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { usedtx: 1 } }],
	encodings: [{ ssrc: 1111 }],
	headerExtensions: headerExtensions.slice(0, 1),
	rtcp: { cname: 'test' },
};

export const dtlsParameters: DtlsParameters = {
	role: 'client',
	fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
