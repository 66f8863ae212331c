import { afterEach, describe, expect, it } from 'vitest';
import { TestNode } from '#test/sfu/media-node.ts';

let node: TestNode | undefined;
afterEach(() => node?.close());

describe('what a sender is told to send', () => {
	it('begins with nothing while nobody takes it, and with what is taken if somebody does', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { tracks: [b.at('main'), b.at('audio')] });
		await b.publish('camera');
		await b.publish('microphone');
		await b.told('camera', 3);
		await b.told('microphone', 1);
		expect(node.notices.of('source-wanted').map(({ endpointId }) => endpointId)).toEqual(['b', 'b']);
	});

	it('is nothing as long as nobody else is there to take it', async () => {
		node = await TestNode.start();
		const a = await node.join('m', 'a');
		await node.declare('m', { tracks: [a.at('main')] });
		await a.publish('camera');
		await node.ask.report({ conferenceId: 'm' });
		expect(node.notices.of('consumers').at(-1)?.wanted).toEqual([{ source: 'camera', layers: 0 }]);
		await node.join('m', 'b');
		await a.told('camera', 3);
	});

	it('is the largest layer that anybody takes, at once when it grows, after the hold-down when it shrinks', async () => {
		node = await TestNode.start({ times: { holdDown: 0, keepFor: 0 } });
		const [a, b, c] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
		await a.publish('camera');
		await node.declare('m', { tracks: [a.at('main')] });
		const [forB, forC] = [await b.receives('camera', a), await c.receives('camera', a)];
		await a.told('camera', 3);
		await b.watch(forB.consumerId, 1);
		await c.watch(forC.consumerId, 0);
		await a.told('camera', 2);
		await b.watch(forB.consumerId, null);
		await a.told('camera', 1);
		await c.watch(forC.consumerId, null);
		await a.told('camera', 0);
		node.notices.clear();
		await c.watch(forC.consumerId, 2);
		await a.told('camera', 3);
	});

	it('does not change for a switch to and fro within the hold-down', async () => {
		node = await TestNode.start({ times: { holdDown: 60_000 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await node.declare('m', { tracks: [a.at('main')] });
		await a.publish('camera');
		await b.publish('camera');
		await b.receives('camera', a);
		await a.told('camera', 3);
		await node.declare('m', { tracks: [b.at('main')] });
		await b.told('camera', 3);
		await node.declare('m', { tracks: [a.at('main')] });
		await node.ask.report({ conferenceId: 'm' });
		expect(node.notices.of('source-wanted').map(({ endpointId, layers }) => [endpointId, layers])).toEqual([
			['a', 3],
			['b', 3],
		]);
	});

	it('is one layer of who is kept ready, and everything once they are reached for', async () => {
		node = await TestNode.start({ times: { holdDown: 0 } });
		const a = await node.join('m', 'a');
		await node.join('m', 'b');
		await a.publish('camera');
		await a.publish('microphone');
		await node.declare('m', { cued: ['a'] });
		await a.told('microphone', 1);
		await a.told('camera', 1);
		await node.declare('m', { cued: ['a'], raised: ['a'] });
		await a.told('camera', 3);
		node.notices.clear();
		await node.declare('m', { cued: ['a'] });
		await a.told('camera', 1);
		node.notices.clear();
		await node.declare('m', { tracks: [a.at('secondary')], cued: ['a'] });
		await node.declare('m', { tracks: [a.at('secondary')], cued: ['a'], raised: ['a'] });
		await a.told('camera', 3);
		expect(node.notices.of('source-wanted').filter(({ source }) => source === 'camera')).toHaveLength(1);
		node.notices.clear();
		await node.declare('m', { tracks: [a.at('secondary')], raised: ['b'] });
		await a.told('camera', 1);
	});

	it('is the smallest layer of whom somebody looks at, for as long as nobody knows in which size', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { views: [{ endpointId: 'b', cameras: ['a'] }] });
		const { consumerId } = await b.receives('camera', a);
		await a.told('camera', 1);
		await b.watch(consumerId, 1);
		await a.told('camera', 2);
		expect(node.notices.of('source-wanted').map(({ layers }) => layers)).toEqual([1, 2]);
	});
});
