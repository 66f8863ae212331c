import { isPhone, mediaProfiles, profileOfDevice } from '#lib/media/media-profiles.ts';
import { layersWithin, publishingOf } from '#lib/media/publishing.ts';
import { describe, expect, test } from 'vitest';

describe('the profile of a device', () => {
	const device = { isTerminal: false, saves: false, isPhone: false };
	test.each([
		['room', { ...device, isTerminal: true }],
		['tablet', device],
		['phone', { ...device, isPhone: true }],
		['weak', { ...device, isTerminal: true, saves: true }],
	] as const)('%s', (name, given) => {
		expect(profileOfDevice(given)).toBe(mediaProfiles[name]);
	});

	test('a phone stays one when it is turned, a tablet is none', () => {
		expect([390, 844].map((width, index) => isPhone({ width, height: [844, 390][index] ?? 0 }))).toEqual([true, true]);
		expect(isPhone({ width: 820, height: 1180 })).toBe(false);
	});
});

describe('what is published', () => {
	test.each([
		[720, [150_000, 500_000, 1_800_000]],
		[600, [150_000, 500_000, 1_800_000]],
		[480, [150_000, 500_000]],
		[240, [150_000]],
		[0, [150_000]],
	])('a camera of %i lines has the layers that it can fill', (height, layers) => {
		expect(layersWithin(mediaProfiles.room, height)).toEqual(layers);
	});

	test.each(['camera', 'microphone', 'screen'] as const)(
		'no layer of a %s is paused in the description: every later negotiation would switch it off',
		(source) => {
			for (const profile of Object.values(mediaProfiles))
				for (const encoding of publishingOf(source, profile, 720).encodings) expect(encoding.active).not.toBe(false);
		},
	);

	test('a screen has two layers, both whole: few frames fit beside a voice and the smallest picture on 1 Mbit/s', () => {
		const { encodings } = publishingOf('screen', mediaProfiles.room, 1080);
		expect(encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
			['r0', 1],
			['r1', 1],
		]);
		const { microphone, layers } = mediaProfiles.room;
		const least = microphone.bitrate + (layers[0] ?? 0) + (encodings[0]?.maxBitrate ?? Infinity);
		expect(least * 1.1).toBeLessThan(700_000);
		expect(encodings[1]?.maxBitrate).toBeGreaterThan(1_000_000);
	});

	test('the smallest layer comes first, each twice as large as the one before, the largest whole', () => {
		const { encodings } = publishingOf('camera', mediaProfiles.tablet, 720);
		expect(encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
			['r0', 4],
			['r1', 2],
			['r2', 1],
		]);
	});
});
