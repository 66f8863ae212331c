import { afterEach, expect, it, vi } from 'vitest';
import { epochNow } from '#test/load/endpoint/clock.ts';
import { consumerOf, stateOf } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';

let node: TestNode | undefined;
let wires: Wires | undefined;
afterEach(() => {
	wires?.close();
	node?.close();
});

it('the first who waits, and whom the chair reaches for, are there small already: on the stage they go on, and become larger', async () => {
	node = await TestNode.start();
	wires = new Wires();
	const [speaker, listener] = [await node.join('m', 'a'), await node.join('m', 'b')];
	await wires.camera(node, speaker);
	await speaker.publish('microphone');
	await node.declare('m', { cued: ['a', 'next'] });
	const { consumerId, kind, rtpParameters: received } = await listener.receives('camera', speaker);
	const sound = await listener.receives('microphone', speaker);
	const track = (await wires.receiver(node, listener)).consume({ consumerId, kind, rtpParameters: received });
	await listener.watch(sound.consumerId);
	expect(await stateOf(consumerId), 'not before they can show it').toMatchObject({ flowing: false });
	await listener.watch(consumerId);
	expect(await stateOf(consumerId)).toEqual({ flowing: true, layer: 0, priority: 1 });
	expect(await stateOf(sound.consumerId), 'nobody hears them').toMatchObject({ flowing: false });
	await expect.poll(() => track.counters.size, { message: 'the small picture to come' }).toMatchObject({ height: 180 });

	const stopped = vi.fn();
	consumerOf(consumerId).observer.on('pause', stopped);
	const since = epochNow();
	await node.declare('m', { tracks: [speaker.at('main')] });
	await expect.poll(() => track.pictureSince(since), { message: 'a picture' }).toBeDefined();
	// The larger one's key frame may have come by the time of this look.
	const keyFrameAt = track.keyFrameSince(since)?.time ?? Infinity;
	expect(track.pictureSince(since), 'for which no key frame was waited').toBeLessThan(keyFrameAt);
	expect(await stateOf(consumerId)).toEqual({ flowing: true, layer: 2, priority: 20 });
	await expect
		.poll(() => track.counters.size?.height ?? 0, { message: 'a larger picture', timeout: 10_000 })
		.toBeGreaterThan(180);
	expect(stopped).not.toHaveBeenCalled();

	await node.declare('m', { cued: ['first', 'a'], raised: ['a'] });
	await expect.poll(() => stateOf(consumerId)).toEqual({ flowing: true, layer: 0, priority: 1 });
	await node.declare('m', { cued: ['first', 'a'] });
	await expect.poll(() => stateOf(consumerId), { message: 'it to rest' }).toMatchObject({ flowing: false });
}, 30_000);
