import { afterEach, describe, expect, it } from 'vitest';
import type { Declaration } from '#sfu/link/contract.ts';
import { TestNode, type TestEndpoint } from '#test/sfu/media-node.ts';

const nothing: Omit<Declaration, 'revision'> = {
	stage: { tracks: [], cued: [], raised: [] },
	views: [],
	audience: null,
	neighbours: [],
	reserve: { cameras: [], microphones: [] },
};

let node: TestNode | undefined;
afterEach(() => node?.close());

const endpointsOf = async () =>
	(await node?.ask['get-stats']({}))?.conferences[0]?.endpoints.map(({ endpointId }) => endpointId);

describe('what is declared of a conference', () => {
	it('is followed when it is newer than what is known, and left aside when it is older', async () => {
		node = await TestNode.start({ times: { keepFor: 0 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
		await a.publish('camera');
		await b.publish('camera');
		const declare = (revision: number, shown: TestEndpoint, others: Partial<Declaration>) =>
			node?.ask.declare({
				conferenceId: 'm',
				declaration: { ...nothing, revision, stage: { tracks: [shown.at('main')], cued: [], raised: [] }, ...others },
			});
		await declare(5, a, { views: [{ endpointId: 'a', cameras: ['b'] }] });
		await a.receives('camera', b);
		await b.receives('camera', a);
		node.notices.clear();
		// Late on its way, or said by somebody who knows less.
		for (const revision of [4, 5])
			await declare(revision, b, { views: [{ endpointId: 'b', cameras: ['a'] }], audience: ['a'] });
		expect(await endpointsOf()).toEqual(['a', 'b', 'c']);
		expect(node.notices.of('consumer-created')).toEqual([]);
		await declare(6, a, {});
		const { endpointId } = await node.notices.until('the view to end', 'consumer-closed');
		expect(endpointId).toBe('a');
	});

	it('keeps a view while its endpoint is away, however it went', async () => {
		node = await TestNode.start();
		const [a] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { views: [{ endpointId: 'b', cameras: ['a'] }] });
		await node.ask.leave({ conferenceId: 'm', endpointId: 'b' });
		node.notices.clear();
		await (await node.join('m', 'b')).receives('camera', a);
	});

	it('sends those out who are not of the audience, and lets nobody else in but to test their device', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await b.publish('microphone');
		await node.ask.join({ conferenceId: 'm', endpointId: 'check', rtpCapabilities: {}, probe: true });
		await node.declare('m', { tracks: [b.at('audio')] });
		await a.receives('microphone', b);
		await node.declare('m', { tracks: [b.at('audio')], audience: ['a', 'c'] });
		await node.notices.until('the source to be gone', 'source-changed', ({ state }) => state === 'none');
		expect(await endpointsOf()).toEqual(['a', 'check']);
		for (const endpointId of ['b', 'd'])
			await expect(node.join('m', endpointId)).rejects.toMatchObject({ code: 'endpoint-outside' });
		await node.join('m', 'c');
		await node.declare('m', {});
		await node.join('m', 'b');
		expect(await endpointsOf()).toEqual(['a', 'check', 'c', 'b']);
	});

	it('keeps out who is joining as it begins', async () => {
		node = await TestNode.start();
		await node.join('m', 'a');
		const joining = node.join('m', 'b');
		const refused = expect(joining).rejects.toMatchObject({ code: 'endpoint-outside' });
		await node.declare('m', { audience: ['a'] });
		await refused;
		expect(await endpointsOf()).toEqual(['a']);
		expect((await node.countLiving()).transports).toBe(2);
	});
});
