import { loadBetween, type Reading } from '#live/ops/machine.ts';
import { expect, test } from 'vitest';

const reading = (at: number, pid: number, cpuMs: number): Reading => ({
	at,
	control: { cpuMs: at / 2, rssKib: 2048, eventLoopP99Ms: 3 },
	node: {
		process: { cpuMs: at / 10, rssKib: 1024, eventLoopP99Ms: 1 },
		workers: [
			{
				index: 0,
				pid,
				cpuMs,
				rssKib: null,
				maxRssKib: 1024,
				ports: [],
				conferences: 1,
				endpoints: 2,
				consumers: 3,
				shedding: 0,
				keyFrames: { requested: 0, passedOn: 0 },
			},
		],
		conferences: [],
	},
});

test('CPU is a share of one core over the time between two readings', () => {
	expect(loadBetween(reading(0, 7, 0), reading(2000, 7, 500))).toEqual({
		controlCpu: 0.5,
		controlRssMb: 2,
		controlEventLoopP99Ms: 3,
		node: {
			cpu: 0.1,
			rssMb: 1,
			eventLoopP99Ms: 1,
			workers: [{ index: 0, cpu: 0.25, rssMb: 1, conferences: 1, endpoints: 2, consumers: 3, shedding: 0 }],
		},
	});
});

test('what was started meanwhile, or is read for the first time, has no share yet; an absent node nothing', () => {
	expect(loadBetween(undefined, reading(2000, 7, 500))).toMatchObject({
		controlCpu: null,
		node: { cpu: null, workers: [{ cpu: null }] },
	});
	expect(loadBetween(reading(0, 7, 900), reading(2000, 8, 500)).node?.workers[0]?.cpu).toBeNull();
	expect(loadBetween(reading(0, 7, 900), { ...reading(2000, 8, 500), node: null }).node).toBeNull();
});
