import type { Producer } from 'mediasoup/types';
import type { Origin } from '#sfu/conference/origin.ts';
import { Spreading } from '#sfu/conference/spreading.ts';
import { sourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openProducers, stateOf, untilFlowing } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';

let node: TestNode | undefined;
let wires: Wires | undefined;
afterEach(() => {
	wires?.close();
	wires = undefined;
	node?.close();
});

/** What has come of a producer to its worker. */
const packets = async (producer: Producer | undefined) =>
	((await producer?.getStats()) ?? []).reduce((sum, { packetCount }) => sum + packetCount, 0);

/** A speaker, and listeners enough to fill the first worker and come to sit on the second. */
async function crowd(times: Parameters<typeof TestNode.start>[0]) {
	node = await TestNode.start({ workers: 2, ...times });
	const speaker = await node.join('m', 'speaker');
	const listeners = [];
	for (let number = 0; number < 70; number += 1) listeners.push(await node.join('m', `listener-${number}`));
	const { conferences } = await node.ask['get-stats']({});
	const workers = new Map(conferences[0]?.endpoints.map(({ endpointId, worker }) => [endpointId, worker]));
	const far = listeners.filter(({ ids }) => workers.get(ids.endpointId) !== workers.get('speaker'));
	const near = listeners.filter(({ ids }) => workers.get(ids.endpointId) === workers.get('speaker'));
	expect(far.length).toBeGreaterThan(0);
	return { node, speaker, near, far };
}

const pipes = async (started: TestNode) => (await started.ask['get-stats']({})).conferences[0]?.pipes;

describe('a conference on several workers', () => {
	it('pipes a stream once to each worker that has listeners of it, whoever of them comes first', async () => {
		const { node, speaker, near, far } = await crowd({});
		const producerId = await speaker.publish('camera');
		expect(await pipes(node)).toBe(0);
		await node.declare('m', { tracks: [speaker.at('main')] });
		for (const listener of [...near, ...far]) {
			const { consumerId } = await listener.receives('camera', speaker);
			await listener.watch(consumerId);
			expect(await stateOf(consumerId)).toMatchObject({ flowing: true });
		}
		expect(await pipes(node)).toBe(1);
		expect(openProducers(producerId)).toHaveLength(2);
	});

	it('holds a speaker who was kept ready back until all have started, on every worker, and tells nobody of it', async () => {
		const { node, speaker, near, far } = await crowd({});
		const producerId = await speaker.publish('camera');
		await node.declare('m', { cued: ['first', 'speaker'] });
		const listeners = [...near, ...far];
		const tracks = await Promise.all(listeners.map((listener) => listener.receives('camera', speaker)));
		await Promise.all(listeners.map((listener, index) => listener.watch(tracks[index]?.consumerId ?? '')));
		const course: string[] = [];
		const producers = openProducers(producerId);
		expect(producers).toHaveLength(2);
		for (const [index, { observer }] of producers.entries()) {
			observer.on('pause', () => course.push(`${index} held`));
			observer.on('resume', () => course.push(`${index} goes on`));
		}
		await node.declare('m', { tracks: [speaker.at('main')] });
		await untilFlowing(tracks.map(({ consumerId }) => consumerId));
		await expect.poll(() => course.slice(0, 2), { message: 'it to go on' }).toEqual(['0 held', '0 goes on']);
		expect(node.notices.of('source-changed').map(({ state }) => state)).toEqual(['live']);
	});

	it('asks a camera again and again that does not answer, being deaf for a while, or as the request was lost', async () => {
		const { node, speaker, near } = await crowd({});
		const producerId = await speaker.publish('camera');
		await node.declare('m', { cued: ['first', 'speaker'] });
		const tracks = await Promise.all(near.map((listener) => listener.receives('camera', speaker)));
		await Promise.all(near.map((listener, index) => listener.watch(tracks[index]?.consumerId ?? '')));
		const course: string[] = [];
		const [published] = openProducers(producerId);
		published?.observer.on('pause', () => course.push('held'));
		// The worker asks by itself when it goes on.
		published?.observer.on('resume', () => course.push('asked'));
		await node.declare('m', { tracks: [speaker.at('main')] });
		await expect
			.poll(() => course.slice(0, 6), { message: 'it to be asked three times', timeout: 10_000 })
			.toEqual(['held', 'asked', 'held', 'asked', 'held', 'asked']);
	});

	it('leaves a picture alone that comes while its worker is asked whether it has', async () => {
		const letGo = vi.fn(async () => {});
		const hold = vi.fn(() => ({ held: Promise.resolve(), letGo }));
		let lacks = true;
		const surelyLacks = vi.fn(async () => {
			lacks = false;
			return true;
		});
		const taker = { flows: () => surelyLacks.mock.calls.length > 0 || hold.mock.calls.length > 0 };
		const takers = [{ ...taker, lacks: () => lacks, surelyLacks }] as unknown as Taker[];
		const origin = { getSent: () => ({ muted: false, heldLately: false, closed: false, hold }) } as unknown as Origin;
		const spreading = new Spreading({
			takers: () => takers,
			origin: () => origin,
			published: () => new Map(),
			holdDown: 0,
			log: pino({ level: 'silent' }),
		});
		await spreading.hold(sourceKey('camera', 'a'), 2)();
		await expect.poll(() => surelyLacks.mock.calls.length, { message: 'the worker to be asked' }).toBe(1);
		await expect.poll(() => lacks).toBe(false);
		expect(hold).toHaveBeenCalledTimes(1);
		spreading.close();
	});

	it('lets a speaker who is kept ready flow to no worker where nobody takes them, and there once somebody does', async () => {
		const { node, speaker, far } = await crowd({});
		wires = new Wires();
		const [listener] = far;
		if (!listener) throw new Error('nobody sits there');
		const { producerId } = await wires.camera(node, speaker);
		await node.declare('m', { cued: ['first', 'speaker'] });
		const { consumerId, kind, rtpParameters: received } = await listener.receives('camera', speaker);
		const track = (await wires.receiver(node, listener)).consume({ consumerId, kind, rtpParameters: received });
		await listener.watch(consumerId);
		const [published, double] = openProducers(producerId);
		const since = await packets(published);
		await expect
			.poll(() => packets(published), { message: 'the camera to be sent', timeout: 10_000 })
			.toBeGreaterThan(since + 200);
		// One or two may have been under way while the pipe was laid.
		expect(await packets(double)).toBeLessThan(20);

		await node.declare('m', { tracks: [speaker.at('main')] });
		await expect.poll(() => track.counters.size, { message: 'the picture to be there', timeout: 10_000 }).toBeDefined();
		await node.declare('m', { cued: ['first', 'speaker'] });
		const resting = async () => {
			const before = await packets(double);
			const atHome = await packets(published);
			await expect
				.poll(() => packets(published), { message: 'more of the camera', timeout: 10_000 })
				.toBeGreaterThan(atHome + 50);
			return (await packets(double)) - before;
		};
		await expect.poll(resting, { message: 'it to flow there no more', timeout: 10_000 }).toBe(0);
	});

	it('lets all layers of whom the chair reaches for come to every worker, and rests afterwards', async () => {
		const { node, speaker, far } = await crowd({ times: { holdDown: 0 } });
		wires = new Wires();
		const [listener] = far;
		if (!listener) throw new Error('nobody sits there');
		await node.declare('m', { cued: ['speaker'], raised: ['speaker'] });
		const { producerId } = await wires.camera(node, speaker);
		const { consumerId } = await listener.receives('camera', speaker);
		await listener.watch(consumerId);
		const [published, double] = openProducers(producerId);
		const layers = async () => ((await double?.getStats()) ?? []).filter(({ packetCount }) => packetCount > 0).length;
		await expect.poll(layers, { message: 'all layers to come there', timeout: 10_000 }).toBe(3);
		await node.declare('m', { cued: ['first', 'speaker'] });
		const resting = async () => {
			const [before, atHome] = [await packets(double), await packets(published)];
			await expect
				.poll(() => packets(published), { message: 'more of the camera', timeout: 10_000 })
				.toBeGreaterThan(atHome + 50);
			return (await packets(double)) - before;
		};
		await expect.poll(resting, { message: 'it to flow there no more', timeout: 10_000 }).toBe(0);
	});

	it('keeps a picture from nobody because another worker hangs, and outlives its death', async () => {
		const { node, speaker, near, far } = await crowd({});
		const producerId = await speaker.publish('camera');
		await node.declare('m', { cued: ['first', 'speaker'] });
		const [listener] = near;
		const tracks = await Promise.all([...near, ...far].map((each) => each.receives('camera', speaker)));
		await Promise.all([...near, ...far].map((each, index) => each.watch(tracks[index]?.consumerId ?? '')));
		const { workers, conferences } = await node.ask['get-stats']({});
		const away = conferences[0]?.endpoints.find(({ endpointId }) => endpointId === far[0]?.ids.endpointId)?.worker;
		const pid = workers.find(({ index }) => index === away)?.pid;
		if (pid === undefined || !listener) throw new Error('nobody sits there');
		process.kill(pid, 'SIGSTOP');
		await node.declare('m', { tracks: [speaker.at('main')] });
		await untilFlowing(tracks.slice(0, near.length).map(({ consumerId }) => consumerId));
		await expect
			.poll(() => openProducers(producerId)[0]?.paused, { message: 'it to go on', timeout: 5_000 })
			.toBe(false);
		process.kill(pid, 'SIGKILL');
		const { endpointIds } = await node.notices.until('the loss to be told', 'lost');
		expect(endpointIds).toHaveLength(far.length);
		expect(openProducers(producerId)).toHaveLength(1);
	});

	it('keeps nobody on a healthy worker from a near picture because that of a far one hangs', async () => {
		// Nobody ends it: what is seen is seen before its death.
		const { node, speaker, near, far } = await crowd({ workerWatch: { everyMs: 600_000 } });
		const [other] = far;
		const { workers, conferences } = await node.ask['get-stats']({});
		const away = conferences[0]?.endpoints.find(({ endpointId }) => endpointId === other?.ids.endpointId)?.worker;
		const pid = workers.find(({ index }) => index === away)?.pid;
		if (!other || pid === undefined) throw new Error('nobody sits there');
		await other.publish('camera');
		await speaker.publish('camera');
		process.kill(pid, 'SIGSTOP');
		try {
			await node.declare('m', { tracks: [other.at('main'), speaker.at('secondary')] });
			const tracks = await Promise.all(near.map((each) => each.receives('camera', speaker)));
			await Promise.all(near.map((each, index) => each.watch(tracks[index]?.consumerId ?? '')));
			await untilFlowing(tracks.map(({ consumerId }) => consumerId));
			expect(node.notices.of('consumer-created').filter((each) => each.sourceEndpointId !== 'speaker')).toEqual([]);
			expect(node.notices.of('lost')).toEqual([]);
		} finally {
			process.kill(pid, 'SIGCONT');
		}
		await Promise.all(near.map((each) => each.receives('camera', other)));
	});

	it('leaves muted who mutes while the picture is held back', async () => {
		const { node, speaker, far } = await crowd({});
		const producerId = await speaker.publish('camera');
		await node.declare('m', { cued: ['first', 'speaker'] });
		const track = await far[0]?.receives('camera', speaker);
		await far[0]?.watch(track?.consumerId ?? '');
		await node.declare('m', { tracks: [speaker.at('main')] });
		await node.ask['pause-producer']({ ...speaker.ids, producerId });
		await untilFlowing([track?.consumerId ?? '']);
		const paused = () => openProducers(producerId).map((producer) => producer.paused);
		await expect.poll(paused, { message: 'both ends to be muted' }).toEqual([true, true]);
		expect(node.notices.of('source-changed').map(({ state }) => state)).toEqual(['live', 'paused']);
	});

	it('takes a pipe down a while after its last listener, and lays it anew for the next', async () => {
		const { node, speaker, far } = await crowd({ times: { holdDown: 0, keepFor: 0 } });
		const producerId = await speaker.publish('camera');
		const [listener] = far;
		if (!listener) throw new Error('nobody sits there');
		const look = (cameras: string[]) =>
			node.declare('m', { views: [{ endpointId: listener.ids.endpointId, cameras }] });
		await look(['speaker']);
		await listener.receives('camera', speaker);
		expect(await pipes(node)).toBe(1);
		await look([]);
		await expect.poll(() => pipes(node), { message: 'the pipe to be taken down' }).toBe(0);
		expect(openProducers(producerId)).toHaveLength(1);
		node.notices.clear();
		await look(['speaker']);
		await listener.receives('camera', speaker);
		expect(await pipes(node)).toBe(1);
	});

	it('keeps a pipe over a short absence', async () => {
		const { node, speaker, far } = await crowd({ times: { holdDown: 60_000, keepFor: 0 } });
		await speaker.publish('camera');
		const [listener] = far;
		if (!listener) throw new Error('nobody sits there');
		await node.declare('m', { views: [{ endpointId: listener.ids.endpointId, cameras: ['speaker'] }] });
		const { consumerId } = await listener.receives('camera', speaker);
		await node.declare('m', {});
		await node.notices.until('the track to go', 'consumer-closed', (notice) => notice.consumerId === consumerId);
		expect(await pipes(node)).toBe(1);
	});

	it('mutes and unmutes through a pipe, and ends it with its source', async () => {
		const { node, speaker, far } = await crowd({});
		const producerId = await speaker.publish('microphone');
		await node.declare('m', { tracks: [speaker.at('audio')] });
		await far[0]?.receives('microphone', speaker);
		await node.ask['pause-producer']({ ...speaker.ids, producerId });
		const paused = () => openProducers(producerId).map((producer) => producer.paused);
		await expect.poll(paused, { message: 'both ends to be muted' }).toEqual([true, true]);
		await node.ask['resume-producer']({ ...speaker.ids, producerId });
		await expect.poll(paused, { message: 'both ends to be heard' }).toEqual([false, false]);
		await node.ask['close-producer']({ ...speaker.ids, producerId });
		await expect.poll(() => openProducers(producerId), { message: 'both ends to be gone' }).toEqual([]);
		expect(await pipes(node)).toBe(0);
	});

	it('loses only the endpoints of a worker that is killed; the others stay and receive the speaker again', async () => {
		const { node, speaker, far } = await crowd({});
		await speaker.publish('camera');
		await node.declare('m', { tracks: [speaker.at('main')] });
		await far.at(-1)?.receives('camera', speaker);
		const { workers, conferences } = await node.ask['get-stats']({});
		const home = conferences[0]?.endpoints.find(({ endpointId }) => endpointId === 'speaker')?.worker;
		const pid = workers.find(({ index }) => index === home)?.pid;
		if (pid === undefined) throw new Error('the speaker sits nowhere');
		process.kill(pid, 'SIGKILL');
		const { endpointIds } = await node.notices.until('the loss to be told', 'lost');
		expect(endpointIds).toContain('speaker');
		for (const { ids } of far) expect(endpointIds).not.toContain(ids.endpointId);
		node.notices.clear();
		const again = await node.join('m', 'speaker');
		await again.publish('camera');
		for (const listener of far) await listener.receives('camera', again);
	});
});
