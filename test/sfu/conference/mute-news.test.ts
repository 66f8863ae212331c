import { MuteNews } from '#sfu/conference/mute-news.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { afterEach, expect, test, vi } from 'vitest';

let node: TestNode | undefined;
afterEach(() => {
	node?.close();
	vi.useRealTimers();
});

test('the first is told at once, and what follows within half a second together', () => {
	vi.useFakeTimers();
	const told: string[][] = [];
	const news = new MuteNews<string>((keys) => told.push([...keys]));
	for (let site = 0; site < 320; site += 1) {
		news.note(`site-${site}`);
		vi.advanceTimersByTime(1);
	}
	expect(told).toEqual([['site-0']]);
	vi.advanceTimersByTime(1_000);
	expect(told.map((keys) => keys.length)).toEqual([1, 319]);
	news.note('site-7');
	vi.advanceTimersByTime(1);
	expect(told.at(-1)).toEqual(['site-7']);
	news.close();
});

test('when all mute and all unmute, every device is told in four messages at most, and knows in the end', async () => {
	node = await TestNode.start({ workers: 2 });
	const started = node;
	const count = 12;
	const names = Array.from({ length: count }, (_, index) => `site-${index}`);
	const sites = await Promise.all(names.map((name) => started.join('m', name)));
	const producers = await Promise.all(sites.map((site) => site.publish('microphone')));
	await node.declare('m', { tracks: sites.map((site) => site.at('audio')) });
	// Consumers are there, and whose they are.
	const heardBy = new Map<string, ReadonlySet<string>>();
	for (const site of sites) {
		const created = await Promise.all(
			sites.filter((other) => other !== site).map((other) => site.receives('microphone', other)),
		);
		heardBy.set(site.ids.endpointId, new Set(created.map(({ consumerId }) => consumerId)));
	}
	/** Of those whom a device hears, who is muted by what it was told. */
	const mutedFor = (endpointId: string) => {
		const muted = new Map<string, boolean>();
		for (const { tracks } of started.notices.of('consumers-muted').filter((each) => each.endpointId === endpointId))
			for (const track of tracks) muted.set(track.consumerId, track.muted);
		return [...(heardBy.get(endpointId) ?? [])].map((consumerId) => muted.get(consumerId));
	};
	for (const muted of [true, false]) {
		const request = muted ? 'pause-producer' : 'resume-producer';
		await Promise.all(
			sites.map(({ ids }, index) => started.ask[request]({ ...ids, producerId: producers[index] ?? '' })),
		);
		await expect
			.poll(() => names.flatMap(mutedFor).filter((each) => each !== muted).length, {
				message: `all to know (${muted})`,
			})
			.toBe(0);
	}
	for (const name of names) {
		const messages = started.notices.of('consumers-muted').filter((each) => each.endpointId === name);
		expect(messages.length, name).toBeLessThanOrEqual(4);
	}
});

test('who receives nothing of somebody is not told of it', async () => {
	node = await TestNode.start();
	const [chair, delegate, guest] = [await node.join('m', 'c'), await node.join('m', 'd'), await node.join('m', 'g')];
	const [own, other] = [await chair.publish('microphone'), await delegate.publish('microphone')];
	await node.declare('m', { tracks: [chair.at('audio')] });
	await Promise.all([delegate.receives('microphone', chair), guest.receives('microphone', chair)]);
	await node.ask['pause-producer']({ ...delegate.ids, producerId: other });
	await node.ask['pause-producer']({ ...chair.ids, producerId: own });
	for (const endpointId of ['d', 'g'])
		await node.notices.until(`${endpointId} to be told`, 'consumers-muted', (each) => each.endpointId === endpointId);
	expect(node.notices.of('consumers-muted').map(({ endpointId, tracks }) => [endpointId, tracks.length])).toEqual([
		['d', 1],
		['g', 1],
	]);
});
