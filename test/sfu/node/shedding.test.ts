import { afterEach, expect, it } from 'vitest';
import type { WorkerSample } from '#sfu/node/worker-health.ts';
import { stateOf } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';

let node: TestNode | undefined;
afterEach(() => node?.close());

it('an overloaded worker stops side pictures, then top layers, never the voice, and takes all up again', async () => {
	let sample: WorkerSample = { cpu: 0.3, answerMs: 1 };
	node = await TestNode.start({
		times: { holdDown: 100 },
		workerWatch: { everyMs: 5, sample: () => Promise.resolve(sample) },
	});
	const [a, b, c] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
	await a.publish('camera');
	await a.publish('microphone');
	await b.publish('camera');
	await b.publish('screen');
	await node.declare('m', { tracks: [a.at('main'), b.at('content', 'screen'), b.at('secondary'), a.at('audio')] });
	const [main, screen, side, voice] = [
		await c.receives('camera', a),
		await c.receives('screen', b),
		await c.receives('camera', b),
		await c.receives('microphone', a),
	];
	for (const { consumerId } of [main, screen, side, voice]) await c.watch(consumerId);
	const states = async () => {
		const tracks = [main, screen, side, voice].map(({ consumerId }) => stateOf(consumerId));
		const [large, papers, small, heard] = await Promise.all(tracks);
		return {
			main: large?.flowing && large.layer,
			screen: papers?.flowing && papers.layer,
			side: small?.flowing,
			voice: heard?.flowing,
		};
	};
	const shedding = async () => (await node?.ask['get-stats']({}))?.workers[0]?.shedding;
	expect(await states()).toEqual({ main: 2, screen: 1, side: true, voice: true });

	sample = { cpu: 0.99, answerMs: 1 };
	await expect.poll(shedding, { message: 'the worker to shed everything it may' }).toBe(2);
	await expect.poll(states, { message: 'the voice and a smaller picture to be left' }).toEqual({
		main: 1,
		screen: 0,
		side: false,
		voice: true,
	});
	await a.told('camera', 2);
	await b.told('screen', 1);

	sample = { cpu: 0.3, answerMs: 1 };
	await expect.poll(states, { message: 'everything to flow again' }).toEqual({
		main: 2,
		screen: 1,
		side: true,
		voice: true,
	});
	expect(await shedding()).toBe(0);
});
