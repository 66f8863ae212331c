import { expect, test } from 'vitest';
import { PictureLoss } from './endpoint/rtp/picture-loss.ts';
import { SequenceWindow } from './endpoint/rtp/sequence-window.ts';

/** Frames of one packet each. */
function picture() {
	const window = new SequenceWindow();
	const loss = new PictureLoss(window);
	const come = (sequence: number, time: number, isKeyFrame = false) => {
		loss.noteFrame(window.accept(sequence, time), time, isKeyFrame);
		loss.notePacket(time);
	};
	/** When a key frame was asked for, of these times. */
	const asked = (...times: number[]) =>
		times.filter((time) => {
			window.takeRequests(time);
			return loss.takeRequest(time);
		});
	return { come, asked, loss };
}

test('a key frame is asked for at once where a stream begins with another frame, and again after 200 ms each', () => {
	const { come, asked } = picture();
	come(1, 1_000);
	expect(asked(1_000, 1_100, 1_190, 1_200, 1_390, 1_400)).toEqual([1_000, 1_200, 1_400]);
	come(2, 1_410, true);
	expect(asked(1_600, 1_800)).toEqual([]);
});

test('of a stream of which nothing comes nothing is asked', () => {
	const { come, asked } = picture();
	expect(asked(0, 10_000)).toEqual([]);
	come(1, 20_000);
	expect(asked(20_000, 24_000, 25_100, 30_000)).toEqual([20_000, 24_000]);
});

test('what is lost for good breaks the picture until the next key frame: after three seconds one is asked for', () => {
	const { come, asked } = picture();
	come(1, 0, true);
	come(2, 30);
	for (let sequence = 4; sequence < 150; sequence += 1) come(sequence, sequence * 30);
	expect(asked(3_000, 3_040, 6_000, 6_050)).toEqual([3_040, 6_050]);
	come(150, 6_060, true);
	come(151, 6_090);
	expect(asked(9_080, 9_100)).toEqual([9_100]);
});

test('what is missing before a key frame breaks nothing after it', () => {
	const { come, asked } = picture();
	come(1, 0, true);
	// A change of layers leaves one out.
	come(3, 500, true);
	for (let sequence = 4; sequence < 150; sequence += 1) come(sequence, 500 + sequence * 30);
	expect(asked(1_000, 2_000, 4_000, 5_000)).toEqual([]);
});

test('what was sent again makes the picture whole', () => {
	const { come, asked } = picture();
	come(1, 0, true);
	come(3, 60);
	come(2, 200);
	expect(asked(3_100)).toEqual([]);
	expect(asked(3_200)).toEqual([3_200]);
});

test('a picture stands from what is missing on until it came or the next key frame', () => {
	const { come, loss } = picture();
	come(1, 0, true);
	for (const sequence of [2, 3, 4]) come(sequence, (sequence - 1) * 30);
	expect(loss.takeLongestStand(90)).toBe(30);
	// The sixth is missing and comes late; the ninth never does.
	come(5, 120);
	come(7, 180);
	come(6, 200);
	expect(loss.takeLongestStand(200)).toBe(80);
	come(8, 230);
	for (const sequence of [10, 11, 12]) come(sequence, (sequence - 1) * 30);
	come(13, 1_230, true);
	expect(loss.takeLongestStand(1_240)).toBe(1_000);
});
