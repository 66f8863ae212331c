import { nodeLines } from '#live/media/node-lines.ts';
import type { LineFigures } from '#sfu/link/contract-line.ts';
import { expect, test } from 'vitest';

const line = (nodeId: string, is: LineFigures['is'], more: Partial<LineFigures> = {}): LineFigures => ({
	...{ nodeId, is, state: 'stands', way: { rttMs: 20, jitterMs: 2, loss: 0 } },
	...{ sentKbps: 1_800, receivedKbps: 100, availableKbps: 2_500, saidKbps: null, sent: [] },
	...more,
});

const node = (...conferences: LineFigures[][]) => ({
	conferences: conferences.map((lines, index) => ({ conferenceId: `m${index}`, pipes: 0, endpoints: [], lines })),
});

test('a line is what its meetings have on it together, as the node above sees it', () => {
	const camera = { endpointId: 'd', source: 'camera', flows: true, layer: 1, asked: 2, lacksKbps: null } as const;
	const voice = {
		endpointId: 'd',
		source: 'microphone',
		flows: true,
		layer: null,
		asked: null,
		lacksKbps: null,
	} as const;
	const shed = { ...camera, flows: false, layer: null, asked: 0, lacksKbps: 180 } as const;
	const lines = nodeLines(
		new Map([
			[
				'local',
				node(
					[line('quan-hoa', 'child', { sent: [camera, voice, { ...camera, flows: false }, shed] })],
					[
						line('quan-hoa', 'child', {
							state: 'cut',
							way: { rttMs: 90, jitterMs: null, loss: 0.1 },
							availableKbps: 1_900,
						}),
					],
				),
			],
			['quan-hoa', node([line('local', 'parent', { sentKbps: 7 })])],
		]),
	);
	expect([...lines]).toEqual([
		[
			'quan-hoa',
			{
				...{ parentId: 'local', state: 'cut', meetings: 2, way: { rttMs: 90, jitterMs: 2, loss: 0.1 } },
				...{ downKbps: 3_600, upKbps: 200, spareKbps: 100, voices: 1 },
				pictures: [
					{ source: 'camera', layer: 1, asked: 2, lacksKbps: null },
					{ source: 'camera', layer: null, asked: 0, lacksKbps: 180 },
				],
			},
		],
	]);
});

test('where the node above does not tell, the one below does', () => {
	const below = node([line('local', 'parent', { state: 'laying', way: null, sentKbps: 7, receivedKbps: 1_500 })]);
	expect(nodeLines(new Map([['quan-hoa', below]])).get('quan-hoa')).toEqual({
		...{ parentId: 'local', state: 'laying', meetings: 1, way: null, downKbps: 1_500, upKbps: 7 },
		...{ spareKbps: null, pictures: [], voices: 0 },
	});
});
