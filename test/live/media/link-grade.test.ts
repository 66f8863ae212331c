import { gradeOf } from '#live/media/link-grade.ts';
import type { EndpointLink } from '#sfu/link/contract.ts';
import { expect, test } from 'vitest';

const link = (down: Partial<EndpointLink['down']>, others: Partial<EndpointLink> = {}): EndpointLink => ({
	endpointId: 'a',
	protocol: 'udp',
	down: { kbps: 1800, pps: 240, availableKbps: 3000, loss: 0, rttMs: 20, score: 10, ...down },
	up: { kbps: 0, loss: null, score: null, silent: [] },
	carrying: 'all',
	...others,
});

test.each([
	['good', {}],
	['good', { loss: 0.02, rttMs: 300, score: 8 }],
	['good', { loss: null, rttMs: null, score: null }],
	['fair', { loss: 0.03 }],
	['fair', { rttMs: 400 }],
	['fair', { score: 6 }],
	['weak', { loss: 0.1 }],
	['weak', { rttMs: 700 }],
	['weak', { score: 3 }],
] as const)('%s: %j', (grade, down) => {
	expect(gradeOf(link(down))).toBe(grade);
});

test('a link that carries only sound is weak, and so is one that loses what is sent', () => {
	expect(gradeOf(link({}, { carrying: 'sound' }))).toBe('weak');
	expect(gradeOf(link({}, { up: { kbps: 900, loss: 0.2, score: 9, silent: [] } }))).toBe('weak');
});
