import { afterEach, describe, expect, it } from 'vitest';
import { TestNode } from '#test/sfu/media-node.ts';

let node: TestNode | undefined;
afterEach(() => node?.close());

const workerOf = async (started: TestNode, endpointId: string) => {
	const { conferences, workers } = await started.ask['get-stats']({});
	const endpoint = conferences.flatMap(({ endpoints }) => endpoints).find((each) => each.endpointId === endpointId);
	const worker = workers.find((each) => each.index === endpoint?.worker);
	if (!worker) throw new Error(`${endpointId} is on no worker`);
	return worker;
};

describe('a media node', () => {
	it('has one port for each worker and spreads conferences over them', async () => {
		node = await TestNode.start({ workers: 2 });
		await node.join('one', 'a');
		await node.join('two', 'a');
		const { workers } = await node.ask['get-stats']({});
		expect(workers.map((worker) => worker.endpoints)).toEqual([1, 1]);
		expect(new Set(workers.flatMap((worker) => worker.ports)).size).toBe(2);
	});

	it('offers UDP first and TCP beside it, on the address it was told', async () => {
		node = await TestNode.start();
		const { send } = (await node.join('m', 'a')).transports;
		const [first, second] = send.iceCandidates.toSorted((a, b) => b.priority - a.priority);
		expect([first?.protocol, second?.protocol]).toEqual(['udp', 'tcp']);
		expect(new Set(send.iceCandidates.map((candidate) => candidate.address))).toEqual(new Set(['127.0.0.1']));
	});

	it.each([1, 2])(
		'calls the endpoints of a killed worker back onto another, keeps the stage (%i workers)',
		async (workers) => {
			node = await TestNode.start({ workers });
			const a = await node.join('m', 'a');
			await node.setStage('m', { tracks: [a.at('main')] });
			const killed = await workerOf(node, 'a');
			process.kill(killed.pid, 'SIGKILL');
			const { endpointIds } = await node.notices.until('the loss to be told', 'lost');
			expect(endpointIds).toEqual(['a']);

			const [again, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
			await again.publish('camera');
			await b.receives('camera', again);
			expect((await workerOf(node, 'a')).pid).not.toBe(killed.pid);
			await expect.poll(() => node?.node.workers.length, { message: 'the worker to be replaced' }).toBe(workers);
			expect(node.node.workers.map((worker) => worker.pid)).not.toContain(killed.pid);
		},
	);

	it('says nothing source by source when a worker dies, and expects what was sent back with its endpoints', async () => {
		node = await TestNode.start();
		await (await node.join('m', 'a')).publish('screen');
		process.kill((await workerOf(node, 'a')).pid, 'SIGKILL');
		await node.notices.until('the loss to be told', 'lost');
		expect(node.notices.of('source-changed').map((notice) => notice.state)).toEqual(['live']);
		await expect(
			node.ask['restart-ice']({ conferenceId: 'm', endpointId: 'a', transportId: 'x' }),
		).rejects.toMatchObject({
			code: 'endpoint-unknown',
		});
		await node.ask.report({ conferenceId: 'm' });
		expect(node.notices.of('sources').at(-1)?.sources).toMatchObject([{ endpointId: 'a', source: 'screen' }]);
	});

	it('leaves nothing in the workers after 60 joins and leaves, and after closing', async () => {
		node = await TestNode.start({ workers: 2 });
		const watcher = await node.join('m', 'watcher');
		await node.setStage('m', {
			tracks: [
				{ endpointId: 'x', source: 'camera', place: 'main' },
				{ endpointId: 'x', source: 'microphone', place: 'audio' },
			],
		});
		for (let round = 0; round < 60; round += 1) {
			const endpoint = await node.join('m', 'x');
			await endpoint.publish('camera');
			await endpoint.publish('microphone');
			await watcher.receives('camera', endpoint);
			await node.ask.leave(endpoint.ids);
			node.notices.clear();
		}
		expect(await node.countLiving()).toEqual({ routers: 1, transports: 2 });
		const { conferences } = await node.ask['get-stats']({});
		expect(conferences).toEqual([
			{
				conferenceId: 'm',
				pipes: 0,
				endpoints: [{ endpointId: 'watcher', worker: 0, sources: [], consumers: 0 }],
			},
		]);
		await node.ask.close({ conferenceId: 'm' });
		await node.ask.close({ conferenceId: 'm' });
		expect(await node.countLiving()).toEqual({ routers: 0, transports: 0 });
		expect(node.node.describe().conferences).toEqual([]);
	});

	it('measures every endpoint’s link in turn, and says what is not known of one over which nothing flows', async () => {
		node = await TestNode.start({ linkWatch: { everyMs: 5 } });
		await node.join('m', 'a');
		await node.join('m', 'b');
		for (const endpointId of ['a', 'b']) {
			const { links } = await node.notices.until(`the link of ${endpointId}`, 'links', (notice) =>
				notice.links.some((link) => link.endpointId === endpointId),
			);
			expect(links.find((link) => link.endpointId === endpointId)).toMatchObject({
				protocol: null,
				down: { kbps: 0, rttMs: null, score: null },
				up: { kbps: 0, score: null },
				carrying: 'all',
			});
		}
	});

	it('closes while endpoints are joining, without waiting and without leftovers', async () => {
		node = await TestNode.start();
		const { rtpCapabilities } = await node.ask.open({ conferenceId: 'm' });
		const joining = ['a', 'b', 'c'].map((endpointId) =>
			node?.ask.join({ conferenceId: 'm', endpointId, rtpCapabilities, probe: false }),
		);
		await node.ask.close({ conferenceId: 'm' });
		const results = await Promise.allSettled(joining);
		expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(
			Array(3).fill('conference-unknown'),
		);
		await expect
			.poll(() => node?.countLiving(), { message: 'the worker to be empty' })
			.toEqual({ routers: 0, transports: 0 });
	});
});
