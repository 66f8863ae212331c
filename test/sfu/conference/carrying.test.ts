import { nextRescue, unharmed, type Downlink, type Rescue } from '#sfu/conference/carrying.ts';
import { expect, test } from 'vitest';

const fine: Downlink = { loss: 0.01, starved: false, soundScore: 10 };
const lossy: Downlink = { loss: 0.2, starved: false, soundScore: 9 };
const starved: Downlink = { ...fine, starved: true };
const broken: Downlink = { ...fine, soundScore: 3 };

/** Every two seconds a sample; says what is carried after each. */
function follow(samples: readonly Downlink[], from: Rescue = unharmed, start = 1_000_000) {
	let rescue = from;
	const carried = samples.map((sample, index) => {
		rescue = nextRescue(rescue, sample, start + index * 2_000);
		return rescue.carrying;
	});
	return { rescue, carried };
}
const times = (count: number, sample: Downlink) => Array.from({ length: count }, () => sample);

test.each([
	['packets get lost', lossy],
	['pictures find no room', starved],
	['the voice breaks up', broken],
])('when %s twice in a row, only sound is sent; once may be an accident', (_, bad) => {
	expect(follow([bad, fine, bad, fine]).carried).toEqual(['all', 'all', 'all', 'all']);
	expect(follow([bad, bad]).carried).toEqual(['all', 'sound']);
});

test('after ten good seconds small pictures are tried, and after three good samples of them everything', () => {
	const { carried } = follow([lossy, lossy, ...times(9, fine)]);
	expect(carried).toEqual(['all', ...steadily('sound', 5), 'small', 'small', 'small', 'all', 'all']);
});

test('pictures are not tried while the link is still bad, however long that takes', () => {
	expect(new Set(follow([lossy, ...times(60, lossy)]).carried.slice(1))).toEqual(new Set(['sound']));
});

test('each failed try waits twice as long as the one before, up to a bound; good times begin anew', () => {
	let { rescue } = follow([lossy, lossy]);
	const waits: number[] = [];
	let now = 2_000_000;
	for (let round = 0; round < 5; round += 1) {
		const from = now;
		while (rescue.carrying === 'sound') rescue = nextRescue(rescue, fine, (now += 1_000));
		waits.push(Math.round((now - from) / 1000));
		for (const sample of [lossy, lossy]) rescue = nextRescue(rescue, sample, now);
		rescue = { ...rescue, since: now };
	}
	expect(waits.slice(1)).toEqual([20, 40, 80, 80]);
	const back = follow(times(60, fine), rescue, now);
	expect(back.rescue.carrying).toBe('all');
	expect(follow(times(60, fine), back.rescue, now + 120_000).rescue.patience).toBe(10_000);
});

test('an endpoint of which nothing is known is left alone', () => {
	expect(follow(times(5, { loss: null, starved: false, soundScore: null })).carried).toEqual(steadily('all', 5));
});

function steadily(carrying: string, count: number): string[] {
	return Array.from({ length: count }, () => carrying);
}
