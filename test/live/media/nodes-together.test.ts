import { allNodes } from '#live/media/all-nodes.ts';
import { Levels } from '#live/media/levels.ts';
import type { NodeRequestOutput } from '#sfu/link/contract.ts';
import { expect, test } from 'vitest';

test('voices of several nodes are put together, the loudest first; of a node that tells no more nothing is heard', () => {
	const levels = new Levels();
	const [chair, site, other] = [
		{ endpointId: 'chair', dbov: -30 },
		{ endpointId: 'site', dbov: -20 },
		{ endpointId: 'other', dbov: -40 },
	];
	expect(levels.take('a', [chair], 0)).toEqual([chair]);
	expect(levels.take('b', [site, other], 100)).toEqual([site, chair, other]);
	// Silence on one node is none on the other.
	expect(levels.take('a', [], 250)).toEqual([site, other]);
	expect(levels.take('a', [chair], 500)).toEqual([site, chair, other]);
	expect(levels.take('a', [chair], 750)).toEqual([chair]);
	levels.take('b', [site], 800);
	expect(levels.drop('b', 900)).toEqual([chair]);
	expect(levels.drop('a', 900)).toEqual([]);
});

test('the load of several nodes is added up, their workers counted on, and a conference on both is one', () => {
	const load = { conferences: 1, endpoints: 1, consumers: 2, cpuMs: 5, maxRssKib: 6, rssKib: 6 };
	const worker = { pid: 7, ports: [1], ...load, keyFrames: { requested: 0, passedOn: 0 } };
	const node = (workers: number, endpointId: string): NodeRequestOutput<'get-stats'> => ({
		process: { cpuMs: 10, rssKib: 100, eventLoopP99Ms: workers },
		workers: Array.from({ length: workers }, (_, index) => ({ ...worker, index, shedding: 0 as const })),
		conferences: [
			{ conferenceId: 'm', pipes: 1, lines: [], endpoints: [{ endpointId, worker: 0, sources: [], consumers: 2 }] },
		],
	});
	const together = allNodes([node(2, 'a'), node(1, 'b')]);
	expect(together.process).toEqual({ cpuMs: 20, rssKib: 200, eventLoopP99Ms: 2 });
	expect(together.workers.map(({ index }) => index)).toEqual([0, 1, 2]);
	expect(together.conferences).toMatchObject([
		{
			conferenceId: 'm',
			pipes: 2,
			lines: [],
			endpoints: [
				{ endpointId: 'a', worker: 0 },
				{ endpointId: 'b', worker: 2 },
			],
		},
	]);
});
