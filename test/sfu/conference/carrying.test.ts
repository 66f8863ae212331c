import { nextTrust, trusted, type Downlink, type Trust } from '#sfu/conference/carrying.ts';
import { expect, test } from 'vitest';

const fine: Downlink = { loss: 0.01, starved: 'none', rttMs: 40 };
const lossy: Downlink = { loss: 0.2, starved: 'none', rttMs: 40 };
const starved: Downlink = { ...fine, starved: 'all' };
const queued: Downlink = { ...fine, rttMs: 2_000 };
const passable: Downlink = { ...fine, loss: 0.1 };

/** Every two seconds a sample; says what is carried after each. */
function follow(samples: readonly Downlink[], from: Trust = trusted, start = 1_000_000) {
	let trust = from;
	const carried = samples.map((sample, index) => {
		trust = nextTrust(trust, sample, start + index * 2_000);
		return trust.carrying;
	});
	return { trust, carried, now: start + (samples.length - 1) * 2_000 };
}
const times = <T>(count: number, each: T): T[] => Array.from({ length: count }, () => each);

test.each([
	['packets get lost', lossy],
	['pictures find no room', starved],
	['the voice waits in a queue', queued],
])('when %s twice in a row, small pictures are sent, then none; once may be an accident', (_, bad) => {
	expect(follow([bad, fine, bad, fine]).carried).toEqual(times(4, 'all'));
	expect(follow(times(6, bad)).carried).toEqual(['all', 'small', 'small', 'sound', 'sound', 'sound']);
});

test('after five good seconds without pictures, and ten with them, one step more is tried, up to everything', () => {
	const { carried } = follow([...times(4, lossy), ...times(16, fine)]);
	expect(carried.slice(3)).toEqual([
		...times(3, 'sound'),
		...times(5, 'small'),
		...times(5, 'half'),
		...times(4, 'all'),
	]);
});

test('nothing more is tried while the link is bad, or not quite good', () => {
	expect(new Set(follow(times(60, lossy)).carried.slice(4))).toEqual(new Set(['sound']));
	expect(new Set(follow([...times(2, lossy), ...times(60, passable)]).carried.slice(1))).toEqual(new Set(['small']));
});

test('what failed is tried again after twice the time, up to a bound', () => {
	let { trust, now } = follow(times(2, lossy));
	const waits: number[] = [];
	for (let round = 0; round < 5; round += 1) {
		const from = now;
		while (trust.carrying === 'small') trust = nextTrust(trust, fine, (now += 1_000));
		waits.push(Math.round((now - from) / 1_000));
		for (const sample of [lossy, lossy]) trust = nextTrust(trust, sample, (now += 1_000));
	}
	expect(waits).toEqual([10, 20, 40, 80, 80]);
});

test('trouble after a long good time begins with the shortest wait again', () => {
	const { trust, now } = follow([...times(2, lossy), ...times(100, fine)]);
	expect(trust.carrying).toBe('all');
	expect(follow(times(2, lossy), trust, now).trust.patience).toBe(10_000);
});

test('small pictures of which one finds no room are better than none', () => {
	const someStarve: Downlink = { ...fine, starved: 'some' };
	expect(follow(times(40, someStarve)).carried.slice(0, 4)).toEqual(['all', 'small', 'small', 'small']);
	expect(follow(times(40, someStarve)).carried).not.toContain('sound');
	expect(follow([...times(2, starved), ...times(2, { ...someStarve, loss: 0.2 })]).carried.at(-1)).toBe('sound');
});

test('an endpoint of which nothing is known is left alone', () => {
	expect(follow(times(5, { loss: null, starved: 'none', rttMs: null })).carried).toEqual(times(5, 'all'));
});

test('samples that tell nothing neither clear a link nor blame it', () => {
	const unknown: Downlink = { ...fine, loss: null };
	expect(follow([lossy, unknown, unknown, lossy]).carried).toEqual(['all', 'all', 'all', 'small']);
	expect(follow(times(20, unknown)).carried).toEqual(times(20, 'all'));
});
