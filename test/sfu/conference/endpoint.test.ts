import type { RtpParameters } from 'mediasoup/types';
import { afterEach, describe, expect, it } from 'vitest';
import type { MediaError } from '#sfu/link/errors.ts';
import { leastEstimateOf, openProducers } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '#test/sfu/rtp.ts';

let node: TestNode | undefined;
afterEach(() => node?.close());

describe('an endpoint on a real worker', () => {
	it('connects a transport once, however often it is asked to, and refuses another fingerprint', async () => {
		node = await TestNode.start();
		const { ids, transports } = await node.join('m', 'a');
		const asked = { ...ids, transportId: transports.receive.id, dtlsParameters };
		// The first answer was lost, or is still on its way.
		await Promise.all([node.ask['connect-transport'](asked), node.ask['connect-transport'](asked)]);
		await node.ask['connect-transport'](asked);
		const other = { ...dtlsParameters, fingerprints: [{ algorithm: 'sha-1', value: 'AB' }] };
		await expect(node.ask['connect-transport']({ ...asked, dtlsParameters: other as never })).rejects.toMatchObject({
			code: 'media-parameters-refused',
		});
		await node.ask['connect-transport'](asked);
	});

	it('takes no more encodings of a source than it may have', async () => {
		node = await TestNode.start();
		const { ids, transports } = await node.join('m', 'a');
		const refused = async (
			source: 'camera' | 'screen' | 'microphone',
			encodings: NonNullable<RtpParameters['encodings']>,
		) => {
			const kind = source === 'microphone' ? 'audio' : 'video';
			const rtpParameters = { ...(kind === 'audio' ? microphoneParameters : cameraParameters), encodings };
			const asked = { ...ids, transportId: transports.send.id, kind, source, rtpParameters, paused: false } as const;
			return node?.ask.produce(asked).then(
				() => null,
				(error: unknown) => (error as MediaError).code,
			);
		};
		const [first, second, third, fourth] = [1, 2, 3, 4].map((ssrc) => ({ ssrc }));
		if (!first || !second || !third || !fourth) throw new Error('there are four');
		expect(await refused('camera', [first, second, third, fourth])).toBe('source-refused');
		expect(await refused('screen', [first, second, third])).toBe('source-refused');
		expect(await refused('microphone', [first, second])).toBe('source-refused');
		expect(await refused('microphone', [fourth])).toBeNull();
		expect(node.notices.of('source-changed').map(({ source }) => source)).toEqual(['microphone']);
	});

	it('has room for a screen, whatever is believed of its link, for as long as one flows', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		const least = () => leastEstimateOf(b.transports.receive.id);
		await a.publish('camera');
		await a.publish('screen');
		await node.declare('m', { tracks: [a.at('main'), a.at('content', 'screen')] });
		await b.watch((await b.receives('camera', a)).consumerId);
		const { consumerId } = await b.receives('screen', a);
		expect(await least()).toBe(150_000);
		await b.watch(consumerId);
		expect(await least()).toBe(550_000);
		await b.watch(consumerId, null);
		expect(await least()).toBe(150_000);
		await b.watch(consumerId);
		await node.declare('m', { tracks: [a.at('main')] });
		await expect.poll(least, { message: 'nothing to flow of a screen that left the stage' }).toBe(150_000);
	});

	it('lets a screen be silent for a while, and no camera', async () => {
		node = await TestNode.start();
		const a = await node.join('m', 'a');
		const silences = async (source: 'camera' | 'screen') => {
			const [producer] = openProducers(await a.publish(source));
			return (await producer?.dump())?.rtpParameters.encodings?.map(({ dtx }) => dtx);
		};
		expect(await silences('screen')).toEqual([true, true]);
		expect(await silences('camera')).toEqual([false, false, false]);
	});
});
