import { expect, test } from 'vitest';
import * as v from 'valibot';
import { lineStateSchema, type LineState } from '#sfu/link/contract-line.ts';

const end: NonNullable<LineState['end']> = {
	id: 'e',
	meets: null,
	address: { ip: '10.0.0.1', port: 41_000, beatPort: 41_999 },
	srtpKey: Buffer.alloc(44, 1).toString('base64'),
};
const wanted = { endpointId: 'a', source: 'camera', place: 'main', layers: 3, small: false } as const;
const picture = (layers: number) => ({
	codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
	encodings: Array.from({ length: layers }, (_, index) => ({ ssrc: index + 1 })),
});
const carried = {
	endpointId: 'a',
	source: 'camera',
	trackId: 't',
	kind: 'video',
	muted: false,
	rtpParameters: picture(2),
};
const state: LineState = { revision: 1, seen: 0, heard: 0, asks: true, end, wanted: [wanted], carried: [] };

test('what a node says of a line is taken as it is', () => {
	expect(v.parse(lineStateSchema, state)).toEqual(state);
	expect(v.parse(lineStateSchema, { ...state, carried: [carried] }).carried).toMatchObject([carried]);
});

test.each<[string, object]>([
	['no revision', { revision: Number.NaN }],
	['a revision beyond all numbers', { revision: 2 ** 60 }],
	['a key that is too short', { end: { ...end, srtpKey: Buffer.alloc(30).toString('base64') } }],
	['no port', { end: { ...end, address: { ip: '10.0.0.1', port: 0, beatPort: 41_999 } } }],
	['more than a line carries', { wanted: Array(401).fill(wanted) }],
	['sound that says to be a picture', { carried: [{ ...carried, kind: 'audio' }] }],
	['a picture of more layers than a line has', { carried: [{ ...carried, rtpParameters: picture(3) }] }],
	['a track of nothing', { carried: [{ ...wanted, trackId: 't', kind: 'video', muted: false, rtpParameters: {} }] }],
])('refused: %s', (_, wrong) => {
	expect(v.safeParse(lineStateSchema, { ...state, ...wrong }).success).toBe(false);
});
