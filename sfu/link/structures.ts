/**
 * mediasoup's own structures, as they cross the link. Their shape is checked only as far as our code relies on it;
 * mediasoup checks the rest itself and refuses what it cannot use (code `media-parameters-refused`).
 */
import type { DtlsParameters, IceCandidate, IceParameters, RtpCapabilities, RtpParameters } from 'mediasoup/types';
import * as v from 'valibot';

/** More than any browser sends (Chromium: about 60 codecs, 20 extensions); keeps a hostile list small. */
const maxEntries = 200;

/** A schema that checks `shape` and gives the value mediasoup's type, with whatever else it holds kept as it is. */
function structure<T>(name: string, shape: v.GenericSchema) {
	return v.custom<T>((value) => v.is(shape, value), name);
}

const entries = v.pipe(v.array(v.looseObject({})), v.maxLength(maxEntries));
const codecs = v.pipe(v.array(v.looseObject({ mimeType: v.string(), clockRate: v.number() })), v.maxLength(maxEntries));

export const rtpCapabilitiesSchema = structure<RtpCapabilities>(
	'rtp-capabilities',
	v.looseObject({ codecs: v.optional(codecs), headerExtensions: v.optional(entries) }),
);

const label = v.pipe(v.string(), v.maxLength(255));

export const rtpParametersSchema = structure<RtpParameters>(
	'rtp-parameters',
	v.looseObject({
		codecs: v.pipe(codecs, v.minLength(1)),
		encodings: v.optional(entries),
		headerExtensions: v.optional(entries),
		// Every receiver is told them.
		rtcp: v.optional(v.looseObject({ cname: v.optional(label) })),
		msid: v.optional(label),
	}),
);

export const dtlsParametersSchema = structure<DtlsParameters>(
	'dtls-parameters',
	v.looseObject({
		role: v.optional(v.picklist(['auto', 'client', 'server'])),
		fingerprints: v.pipe(
			v.array(v.looseObject({ algorithm: v.string(), value: v.pipe(v.string(), v.maxLength(400)) })),
			v.minLength(1),
			v.maxLength(10),
		),
	}),
);

export const iceParametersSchema = structure<IceParameters>(
	'ice-parameters',
	v.looseObject({ usernameFragment: v.string(), password: v.string() }),
);

/** What a browser needs to build its side of a WebRTC transport. */
export const transportOptionsSchema = v.object({
	id: v.string(),
	iceParameters: iceParametersSchema,
	iceCandidates: v.array(
		structure<IceCandidate>('ice-candidate', v.looseObject({ address: v.string(), port: v.number() })),
	),
	dtlsParameters: dtlsParametersSchema,
});

export type TransportOptions = v.InferOutput<typeof transportOptionsSchema>;
