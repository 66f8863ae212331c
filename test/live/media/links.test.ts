import { Links } from '#live/media/links.ts';
import type { EndpointLink } from '#sfu/link/contract.ts';
import { expect, test } from 'vitest';

const link = (endpointId: string, loss: number, carrying: EndpointLink['carrying'] = 'all'): EndpointLink => ({
	endpointId,
	protocol: 'udp',
	down: { kbps: 1800, pps: 240, availableKbps: 3000, loss, rttMs: 20, score: 10 },
	up: { kbps: 0, loss: null, score: null, silent: [] },
	carrying,
});

test('tells what has changed of the grades, and every measurement to who listens', () => {
	const links = new Links();
	const heard: string[][] = [];
	const stop = links.onMeasured((measured) => heard.push(measured.map(({ grade }) => grade)));
	expect(links.take([link('a', 0), link('b', 0.05)])).toEqual([
		{ deviceId: 'a', grade: 'good', carrying: 'all' },
		{ deviceId: 'b', grade: 'fair', carrying: 'all' },
	]);
	expect(links.take([link('a', 0.01), link('b', 0.2)])).toEqual([{ deviceId: 'b', grade: 'weak', carrying: 'all' }]);
	expect(links.take([link('b', 0, 'sound')])).toEqual([{ deviceId: 'b', grade: 'weak', carrying: 'sound' }]);
	stop();
	links.take([link('a', 0)]);
	expect(heard).toEqual([['good', 'fair'], ['good', 'weak'], ['weak']]);
	links.forget('b');
	expect(links.get('b')).toBeUndefined();
	expect(links.all.map((each) => each.link.endpointId)).toEqual(['a']);
});

test('a link that does not stand, or stands no more, has no grade', () => {
	const links = new Links();
	expect(links.take([{ ...link('a', 0), protocol: null }])).toEqual([]);
	expect(links.get('a')).toBeUndefined();
	expect(links.take([link('a', 0)])).toHaveLength(1);
	expect(links.take([{ ...link('a', 0), protocol: null }])).toEqual([]);
	expect(links.all).toEqual([]);
	expect(links.take([link('a', 0)]), 'told anew once it stands again').toHaveLength(1);
});
