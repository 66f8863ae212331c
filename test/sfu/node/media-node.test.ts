import { afterEach, describe, expect, it } from 'vitest';
import { countOpen } from '#test/sfu/living.ts';
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
			await node.declare('m', { tracks: [a.at('main')] });
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

	it('kills a worker that stands still; meanwhile it stops nobody on another', async () => {
		node = await TestNode.start({ workers: 2, linkWatch: { everyMs: 50 } });
		const stopped = await node.join('m', 'stopped');
		const other = await node.join('other', 'a');
		const { index, pid } = await workerOf(node, 'stopped');
		expect((await workerOf(node, 'a')).index).not.toBe(index);
		process.kill(pid, 'SIGSTOP');
		// Somebody there sends what the others are to see, and it is not answered.
		const unanswered = stopped.publish('camera').catch((error: unknown) => error);
		await node.declare('m', { tracks: [stopped.at('main')] });
		node.notices.clear();
		await node.notices.until('the links of the other worker', 'links', ({ conferenceId }) => conferenceId === 'other');
		const { workers } = await node.ask['get-stats']({});
		expect(workers.map((worker) => worker.pid)).toContain(pid);
		// The first question that it leaves unanswered is enough to send nobody more there.
		const started = node;
		const newcomers = await Promise.all(['b', 'c', 'd', 'e'].map((name) => started.join(name, name)));
		expect(node.notices.of('lost'), 'nobody waits for its end').toEqual([]);
		for (const { ids } of newcomers) expect((await workerOf(node, ids.endpointId)).pid).not.toBe(pid);
		await other.publish('microphone');

		const { endpointIds } = await node.notices.until('the loss to be told', 'lost');
		expect(endpointIds).toEqual(['stopped']);
		expect(await unanswered).toMatchObject({ code: 'endpoint-unknown' });
		const again = await node.join('m', 'stopped');
		await again.publish('camera');
		await expect.poll(() => node?.node.workers.length, { message: 'the worker to be replaced' }).toBe(2);
		expect(node.node.workers.map((worker) => worker.pid)).not.toContain(pid);
	});

	it('lets a worker go on that stood still for a moment, with all who are on it', async () => {
		node = await TestNode.start({ workers: 2 });
		const stopped = await node.join('m', 'stopped');
		const { index, pid } = await workerOf(node, 'stopped');
		process.kill(pid, 'SIGSTOP');
		const published = stopped.publish('camera');
		// Until it is known to be silent: two seconds more, and it would be killed.
		await node.ask['get-stats']({});
		const other = await node.join('n', 'other');
		process.kill(pid, 'SIGCONT');
		expect(await published).toBeTypeOf('string');
		expect((await workerOf(node, other.ids.endpointId)).index).not.toBe(index);
		expect((await workerOf(node, 'stopped')).pid).toBe(pid);
		expect(node.notices.of('lost')).toEqual([]);
	});

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

	it('ends as it began after 200 joins and leaves, and with nothing after closing', async () => {
		node = await TestNode.start({ workers: 2, times: { holdDown: 0, keepFor: 0 } });
		const started = node;
		// On both workers, so that every camera is piped.
		const watchers = [];
		for (let number = 0; number < 62; number += 1) watchers.push(await started.join('m', `watcher-${number}`));
		const [near, far] = [watchers[0], watchers.at(-1)];
		if (!near || !far) throw new Error('there are watchers');
		await started.declare('m', {
			tracks: [
				{ endpointId: 'x', source: 'camera', place: 'main' },
				{ endpointId: 'x', source: 'microphone', place: 'audio' },
			],
		});
		const comeAndGo = async (times: number) => {
			for (let time = 0; time < times; time += 1) {
				const endpoint = await started.join('m', 'x');
				await endpoint.publish('camera');
				await endpoint.publish('microphone');
				await near.receives('camera', endpoint);
				await far.receives('camera', endpoint);
				await started.ask.leave(endpoint.ids);
				started.notices.clear();
			}
			await expect.poll(countOpen, { message: 'all tracks to be closed' }).toEqual({ consumers: 0, producers: 0 });
		};
		const resident = async () => {
			const { workers } = await started.ask['get-stats']({});
			return workers.reduce((sum, { rssKib }) => sum + (rssKib ?? 0), 0);
		};
		await comeAndGo(50);
		const [before, living] = [await resident(), await started.countLiving()];
		await comeAndGo(150);
		expect(await started.countLiving()).toEqual(living);
		expect(living).toEqual({ routers: 2, transports: 2 * watchers.length });
		// 150 endpoints with their 62 listeners' tracks, had they stayed, would take some 40 MiB.
		expect((await resident()) - before, 'growth of the workers in KiB').toBeLessThan(4_096);
		const [conference] = (await started.ask['get-stats']({})).conferences;
		expect(conference).toMatchObject({ conferenceId: 'm', pipes: 0 });
		expect(conference?.endpoints).toHaveLength(watchers.length);
		await started.ask.close({ conferenceId: 'm' });
		await started.ask.close({ conferenceId: 'm' });
		expect(await started.countLiving()).toEqual({ routers: 0, transports: 0 });
		expect(started.node.describe().conferences).toEqual([]);
	}, 120_000);

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

	it('says of what somebody takes that nothing of it comes', async () => {
		node = await TestNode.start({ linkWatch: { everyMs: 50 } });
		const [a] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { tracks: [a.at('main')] });
		const { links } = await node.notices.until('a silent camera', 'links', (notice) =>
			notice.links.some(({ up }) => up.silent.length > 0),
		);
		expect(links.find(({ up }) => up.silent.length > 0)).toMatchObject({ endpointId: 'a', up: { silent: ['camera'] } });
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
