import { afterEach, expect, it } from 'vitest';
import { stateOf } from '#test/sfu/living.ts';
import type { ReceivingTransport } from '#test/load/endpoint/receiving-transport.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';

let node: TestNode | undefined;
let wires: Wires | undefined;
afterEach(() => {
	wires?.close();
	node?.close();
});

it('who asks for key frames again and again goes a layer down, alone; what is asked for is counted', async () => {
	node = await TestNode.start({ linkWatch: { everyMs: 50 } });
	wires = new Wires();
	const [speaker, asking, other] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
	await wires.camera(node, speaker);
	await node.declare('m', { tracks: [speaker.at('main')] });
	const consumers: { consumerId: string; transport: ReceivingTransport }[] = [];
	for (const endpoint of [asking, other]) {
		const { consumerId, kind, rtpParameters: received } = await endpoint.receives('camera', speaker);
		const transport = await wires.receiver(node, endpoint);
		transport.consume({ consumerId, kind, rtpParameters: received });
		await endpoint.watch(consumerId);
		consumers.push({ consumerId, transport });
	}
	const [often, calm] = consumers;
	if (!often || !calm) throw new Error('there are two');
	const layers = async () => {
		often.transport.requestKeyFrame(often.consumerId);
		return Promise.all(consumers.map(async ({ consumerId }) => (await stateOf(consumerId)).layer));
	};
	expect(await layers()).toEqual([2, 2]);
	await expect.poll(layers, { message: 'a smaller layer for who asks', timeout: 20_000 }).toEqual([1, 2]);
	const { requested = 0, passedOn = 0 } = (await node.ask['get-stats']({})).workers[0]?.keyFrames ?? {};
	expect(passedOn).toBeGreaterThan(0);
	expect(requested).toBeGreaterThan(passedOn);
}, 30_000);
