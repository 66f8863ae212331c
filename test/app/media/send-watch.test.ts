import { describe, expect, it } from 'vitest';
import { countSent, SendWatch, type SentCount } from '#lib/media/send-watch.ts';

/** Looks once a second at a source of which so much has left by then. */
const looks = (watch: SendWatch, counts: readonly (Partial<SentCount> | undefined)[], from = 0) =>
	counts.map((count, second) => {
		const { flow, remedy } = watch.look(
			(from + second) * 1_000,
			count && { sent: 0, captured: null, starved: false, encodesLess: false, on: [], ...count },
		);
		return remedy ?? flow;
	});
const still = (seconds: number, count: Partial<SentCount> = { sent: 0 }) =>
	Array.from({ length: seconds }, () => count);

describe('a source that should leave', () => {
	it('flows once frames have left, not before', () => {
		expect(looks(new SendWatch('camera'), [{ sent: 0 }, { sent: 12 }, { sent: 40 }])).toEqual([
			'none',
			'flowing',
			'flowing',
		]);
	});

	it('is applied again after 3 s of nothing, then published anew, then joined anew, until it flows', () => {
		const watch = new SendWatch('camera');
		expect(looks(watch, still(14))).toEqual([
			...['none', 'none', 'none', 'apply'],
			...['stalled', 'stalled', 'republish'],
			...['stalled', 'stalled', 'rejoin'],
			...['stalled', 'stalled', 'rejoin', 'stalled'],
		]);
		expect(looks(watch, [{ sent: 3 }, ...still(3, { sent: 3 })], 14)).toEqual([
			'flowing',
			'flowing',
			'flowing',
			'apply',
		]);
	});

	it('of sound is counted by packets, which come in silence, too', () => {
		expect(looks(new SendWatch('microphone'), [{ sent: 3 }, ...still(3, { sent: 3 })]).at(-1)).toBe('apply');
	});
});

describe('nothing is done', () => {
	it('while nothing is to leave', () => {
		expect(
			new Set(
				looks(
					new SendWatch('camera'),
					Array.from({ length: 9 }, () => undefined),
				),
			),
		).toEqual(new Set(['none']));
	});

	it('about a link that carries no picture, though its person is told', () => {
		expect(looks(new SendWatch('camera'), still(9, { starved: true })).slice(3)).toEqual(still(6).map(() => 'stalled'));
	});

	it('about a screen on which nothing changes; about one that gives frames which do not leave, it is', () => {
		const watch = new SendWatch('screen');
		expect(looks(watch, [{ sent: 5, captured: 5 }, ...still(9, { sent: 5, captured: 5 })]).at(-1)).toBe('flowing');
		const frames = [6, 7, 8, 9].map((captured) => ({ sent: 5, captured }));
		expect(looks(watch, frames, 10)).toContain('apply');
	});

	it('about the time in which the page was frozen', () => {
		const watch = new SendWatch('camera');
		looks(watch, [{ sent: 5 }]);
		expect(looks(watch, [{ sent: 5 }], 600)).toEqual(['flowing']);
	});
});

it('reads what the browser counts: frames of all layers, what the camera gives, what the link carries', () => {
	const reports = [
		{ type: 'outbound-rtp', kind: 'video', framesSent: 7, packetsSent: 90, active: true },
		{ type: 'outbound-rtp', kind: 'video', framesSent: 5, packetsSent: 60, active: false },
		{ type: 'media-source', kind: 'video', frames: 20 },
		{ type: 'candidate-pair', nominated: true, availableOutgoingBitrate: 20_000 },
		{ type: 'candidate-pair', nominated: false, availableOutgoingBitrate: 900_000 },
	];
	const report = new Map(reports.map((each, index) => [String(index), each])) as unknown as RTCStatsReport;
	expect(countSent(report)).toEqual({ sent: 12, captured: 20, starved: true, encodesLess: false, on: [true, false] });
	const sound = new Map([['a', { type: 'outbound-rtp', kind: 'audio', packetsSent: 9 }]]);
	expect(countSent(sound as unknown as RTCStatsReport)).toEqual({
		sent: 9,
		captured: null,
		starved: false,
		encodesLess: false,
		on: [undefined],
	});
});

it.each([
	['cpu', true, true],
	['cpu', false, false],
	['bandwidth', true, false],
])('a layer that is limited by %s and on: %s', (qualityLimitationReason, active, encodesLess) => {
	const layers = [
		{ type: 'outbound-rtp', kind: 'video', framesSent: 7, active: true, qualityLimitationReason: 'none' },
		{ type: 'outbound-rtp', kind: 'video', framesSent: 5, active, qualityLimitationReason },
	];
	const report = new Map(layers.map((each, index) => [String(index), each])) as unknown as RTCStatsReport;
	expect(countSent(report).encodesLess).toBe(encodesLess);
});
