import type { RtpParameters } from 'mediasoup/types';
import { afterEach, describe, expect, it } from 'vitest';
import { MediaError } from '#sfu/link/errors.ts';
import { stateOf, untilFlowing } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { dtlsParameters, microphoneParameters } from '#test/sfu/rtp.ts';

let node: TestNode | undefined;
afterEach(() => node?.close());

describe('a conference on a real worker', () => {
	it('gives every other endpoint what is on the stage, which flows once watched, and never one its own', async () => {
		node = await TestNode.start();
		const [chair, delegate, guest] = [
			await node.join('m', 'chair'),
			await node.join('m', 'd'),
			await node.join('m', 'g'),
		];
		await node.declare('m', { tracks: [chair.at('main'), chair.at('audio'), delegate.at('audio')] });
		await chair.publish('camera');
		await chair.publish('microphone');
		await delegate.publish('microphone');

		const camera = await delegate.receives('camera', chair);
		expect(camera).toMatchObject({
			kind: 'video',
			muted: false,
			viewed: false,
			transportId: delegate.transports.receive.id,
		});
		await guest.receives('camera', chair);
		await guest.receives('microphone', delegate);
		await chair.receives('microphone', delegate);
		expect(await stateOf(camera.consumerId)).toMatchObject({ flowing: false });
		await delegate.watch(camera.consumerId);
		expect(await stateOf(camera.consumerId)).toEqual({ flowing: true, layer: 2, priority: 20 });
		const own = node.notices.of('consumer-created').filter((notice) => notice.endpointId === notice.sourceEndpointId);
		expect(own).toEqual([]);
	});

	it('follows the size in which a track is shown, up to what its place is worth, and sends nothing that is hidden', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { tracks: [a.at('main')] });
		const { consumerId } = await b.receives('camera', a);
		await b.watch(consumerId, 1);
		expect(await stateOf(consumerId)).toMatchObject({ flowing: true, layer: 1 });
		await b.watch(consumerId, null);
		expect(await stateOf(consumerId)).toMatchObject({ flowing: false });
		await b.watch(consumerId, 2);
		await node.declare('m', { tracks: [a.at('secondary')] });
		expect(await stateOf(consumerId)).toEqual({ flowing: true, layer: 0, priority: 10 });
	});

	it('makes a picture anew for whoever cannot decode it, as another consumer that flows once watched', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { tracks: [a.at('main')] });
		const former = await b.receives('camera', a);
		await b.watch(former.consumerId);
		await node.ask.renew({ ...b.ids, consumerId: former.consumerId });
		const next = await node.notices.until(
			'another consumer',
			'consumer-created',
			({ consumerId, endpointId }) => endpointId === 'b' && consumerId !== former.consumerId,
		);
		expect(node.notices.of('consumer-closed').map(({ consumerId }) => consumerId)).toEqual([former.consumerId]);
		await b.watch(next.consumerId);
		expect(await stateOf(next.consumerId)).toMatchObject({ flowing: true });
		await expect(node.ask.renew({ ...b.ids, consumerId: former.consumerId })).rejects.toMatchObject({
			code: 'consumer-unknown',
		});
	});

	it('moves what stays, stops what leaves at once and closes it after a while, in which it may come back', async () => {
		node = await TestNode.start({ times: { keepFor: 60_000 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await a.publish('screen');
		await node.declare('m', { tracks: [a.at('main')] });
		const camera = await b.receives('camera', a);
		await b.watch(camera.consumerId);
		await node.declare('m', { tracks: [a.at('content', 'screen')] });
		await b.receives('screen', a);
		expect(await stateOf(camera.consumerId)).toMatchObject({ flowing: false });
		await node.declare('m', { tracks: [a.at('main')] });
		await untilFlowing([camera.consumerId]);
		expect(node.notices.of('consumer-closed')).toEqual([]);
	});

	it('closes what left the stage and did not come back', async () => {
		node = await TestNode.start({ times: { keepFor: 0 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await node.declare('m', { tracks: [a.at('main')] });
		const { consumerId } = await b.receives('camera', a);
		await node.declare('m', {});
		await node.notices.until('it to be closed', 'consumer-closed', (notice) => notice.consumerId === consumerId);
		const stats = await node.ask['get-stats']({});
		expect(stats.conferences[0]?.endpoints.map((endpoint) => endpoint.consumers)).toEqual([0, 0]);
	});

	it('keeps who comes next ready: their track exists everywhere, paused, and flows with the stage’s change alone', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await a.publish('camera');
		await a.publish('microphone');
		await node.declare('m', { cued: ['first', 'a'] });
		const tracks = [await b.receives('camera', a), await b.receives('microphone', a)];
		for (const { consumerId } of tracks) await b.watch(consumerId);
		for (const { consumerId } of tracks) expect(await stateOf(consumerId)).toMatchObject({ flowing: false });
		const [camera = { consumerId: '' }] = tracks;
		expect(await stateOf(camera.consumerId), 'nothing but its flowing is left for the switch').toEqual({
			flowing: false,
			layer: 2,
			priority: 20,
		});
		await node.declare('m', { tracks: [a.at('main'), a.at('audio')] });
		await untilFlowing(tracks.map(({ consumerId }) => consumerId));
		expect(node.notices.of('consumer-created')).toHaveLength(2);
	});

	it('shows one endpoint what it looks at besides the stage, also after it has joined anew', async () => {
		node = await TestNode.start();
		const [a, b, c] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
		await a.publish('camera');
		await node.declare('m', { views: [{ endpointId: 'b', cameras: ['a', 'c'] }] });
		const { consumerId, viewed } = await b.receives('camera', a);
		expect(viewed).toBe(true);
		await b.watch(consumerId, 0);
		expect(await stateOf(consumerId)).toEqual({ flowing: true, layer: 0, priority: 5 });
		await c.publish('camera');
		await b.receives('camera', c);
		node.notices.clear();
		await (await node.join('m', 'b')).receives('camera', a);
		expect(node.notices.of('consumer-created').filter((notice) => notice.endpointId !== 'b')).toEqual([]);
	});

	it('spends no consumer on a microphone that is published muted, and gives up one that stays muted, off the floor', async () => {
		node = await TestNode.start({ times: { silentAfter: 0 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await node.declare('m', { tracks: [a.at('cued', 'microphone')] });
		const producerId = await a.publish('microphone', true);
		expect(node.notices.of('source-changed').at(-1)).toMatchObject({ source: 'microphone', state: 'paused' });
		await node.ask['resume-producer']({ ...a.ids, producerId });
		const track = await b.receives('microphone', a);
		const created = node.notices.of('consumer-created');
		expect(created).toHaveLength(1);
		await node.ask['pause-producer']({ ...a.ids, producerId });
		await node.notices.until(
			'the muted track to be given up',
			'consumer-closed',
			(notice) => notice.consumerId === track.consumerId,
		);
	});

	it('keeps whoever is on the main place or has the floor ready while they are muted, however long: their first word is heard', async () => {
		node = await TestNode.start({ times: { silentAfter: 0 } });
		const [a, b, c] = [await node.join('m', 'a'), await node.join('m', 'b'), await node.join('m', 'c')];
		await node.declare('m', { tracks: [a.at('main'), a.at('audio'), b.at('cued', 'microphone')] });
		// From the start, and later.
		const camera = await a.publish('camera', true);
		const microphone = await a.publish('microphone');
		const elsewhere = await b.publish('microphone');
		const tracks = [await c.receives('camera', a), await c.receives('microphone', a)];
		const given = await c.receives('microphone', b);
		for (const { consumerId } of tracks) await c.watch(consumerId);
		for (const [{ ids }, producerId] of [
			[a, microphone],
			[b, elsewhere],
		] as const)
			await node.ask['pause-producer']({ ...ids, producerId });
		await node.notices.until(
			'the other one to be given up',
			'consumer-closed',
			(n) => n.consumerId === given.consumerId,
		);
		for (const producerId of [camera, microphone]) await node.ask['resume-producer']({ ...a.ids, producerId });
		await untilFlowing(tracks.map(({ consumerId }) => consumerId));
		const mine = node.notices.of('consumer-created').filter(({ sourceEndpointId }) => sourceEndpointId === 'a');
		expect(mine.filter(({ endpointId }) => endpointId === 'c')).toEqual(tracks);
		const closed = node.notices.of('consumer-closed').map(({ consumerId }) => consumerId);
		expect(tracks.filter(({ consumerId }) => closed.includes(consumerId))).toEqual([]);
	});

	it('keeps the track of somebody who mutes for a moment, and says so', async () => {
		node = await TestNode.start({ times: { silentAfter: 60_000 } });
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await node.declare('m', { tracks: [a.at('audio')] });
		const producerId = await a.publish('microphone');
		const { consumerId } = await b.receives('microphone', a);
		await node.ask['pause-producer']({ ...a.ids, producerId });
		await node.ask['resume-producer']({ ...a.ids, producerId });
		expect(node.notices.of('source-changed').map((notice) => notice.state)).toEqual(['live', 'paused', 'live']);
		expect(node.notices.of('consumer-closed')).toEqual([]);
		expect(node.notices.of('consumer-created').map((notice) => notice.consumerId)).toEqual([consumerId]);
	});

	it('replaces an endpoint that joins anew, and does not report its screen as gone while it comes back', async () => {
		node = await TestNode.start();
		const [before, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await node.declare('m', { tracks: [before.at('content', 'screen')] });
		await before.publish('screen');
		const first = await b.receives('screen', before);
		const again = await node.join('m', 'a');
		expect((await node.countLiving()).transports).toBe(4);
		await node.notices.until('the former track to end', 'consumer-closed', (n) => n.consumerId === first.consumerId);
		node.notices.clear();
		await again.publish('screen');
		expect((await b.receives('screen', again)).consumerId).not.toBe(first.consumerId);
		expect(node.notices.of('source-changed').map((notice) => notice.state)).toEqual(['live']);
	});

	it('reports what did not come back after joining anew, and what went with who left', async () => {
		node = await TestNode.start({ times: { returnWithin: 0 } });
		await (await node.join('m', 'a')).publish('screen');
		await node.join('m', 'a');
		await node.notices.until('the screen to be given up', 'source-changed', (notice) => notice.state === 'none');
		node.notices.clear();
		await (await node.join('m', 'b')).publish('camera');
		await node.ask.leave({ conferenceId: 'm', endpointId: 'b' });
		expect(node.notices.of('source-changed').map((notice) => notice.state)).toEqual(['live', 'none']);
	});

	it('leaves no ghost of an endpoint that leaves while it is still joining', async () => {
		node = await TestNode.start();
		const { rtpCapabilities } = await node.ask.open({ conferenceId: 'm' });
		const ids = { conferenceId: 'm', endpointId: 'a' };
		const joining = node.ask.join({ ...ids, rtpCapabilities, probe: false });
		await Promise.all([joining, node.ask.leave(ids)]);
		expect(await node.countLiving()).toEqual({ routers: 1, transports: 0 });
	});

	it('tells the tracks anew on request, as they stand, and only to the incarnation that it knows', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		await node.declare('m', { tracks: [a.at('main'), a.at('audio')] });
		await a.publish('camera');
		const producerId = await a.publish('microphone');
		const tracks = [await b.receives('camera', a), await b.receives('microphone', a)];
		await node.ask['pause-producer']({ ...a.ids, producerId });
		await node.ask.resync({ ...b.ids, transportId: b.transports.receive.id });
		expect(node.notices.of('consumers')).toEqual([
			{
				...b.ids,
				transportId: b.transports.receive.id,
				consumers: tracks.map(({ conferenceId: _, endpointId: __, ...track }) => {
					return { ...track, muted: track.kind === 'audio' };
				}),
				wanted: [],
			},
		]);
		await a.told('camera', 3);
		await a.told('microphone', 1);
		await node.ask.resync({ ...a.ids, transportId: a.transports.receive.id });
		expect(node.notices.of('consumers').at(-1)?.wanted).toEqual([
			{ source: 'camera', layers: 3 },
			{ source: 'microphone', layers: 1 },
		]);
		const former = { ...b.ids, transportId: b.transports.receive.id };
		await node.join('m', 'b');
		await expect(node.ask.resync(former)).rejects.toMatchObject({ code: 'transport-unknown' });
	});

	it('reports all that is published, with what is about to come back', async () => {
		node = await TestNode.start();
		await (await node.join('m', 'a')).publish('microphone', true);
		await (await node.join('m', 'b')).publish('screen');
		await node.join('m', 'b');
		await node.ask.report({ conferenceId: 'm' });
		expect(node.notices.of('sources')).toEqual([
			{
				conferenceId: 'm',
				sources: [
					{ endpointId: 'a', source: 'microphone', muted: true },
					{ endpointId: 'b', source: 'screen', muted: false },
				],
			},
		]);
		expect(node.notices.of('consumers').map((notice) => notice.endpointId)).toEqual(['a', 'b']);
	});

	it('refuses what is not the asker’s own, each with its code', async () => {
		node = await TestNode.start();
		const [a, b] = [await node.join('m', 'a'), await node.join('m', 'b')];
		const producerId = await a.publish('camera');
		const unknown = { conferenceId: 'm', endpointId: 'nobody' };
		const { rtpCapabilities } = await node.ask.open({ conferenceId: 'm' });
		const elsewhere = { conferenceId: 'none', endpointId: 'a' };
		const speak = { kind: 'audio', source: 'microphone', rtpParameters: microphoneParameters, paused: false } as const;
		const { send, receive } = b.transports;
		const unsupported = {
			...microphoneParameters,
			codecs: [{ mimeType: 'audio/G722', payloadType: 9, clockRate: 8000 }],
		} satisfies RtpParameters;
		const refusals = {
			'conference-unknown': () => node?.ask.join({ ...elsewhere, rtpCapabilities, probe: false }),
			'endpoint-unknown': () => node?.ask['close-producer']({ ...unknown, producerId }),
			'producer-unknown': () => node?.ask['close-producer']({ ...b.ids, producerId }),
			'consumer-unknown': () => node?.ask.watch({ ...b.ids, consumerId: 'x', layer: 2 }),
			'transport-unknown': () => node?.ask.produce({ ...b.ids, ...speak, transportId: receive.id }),
			'source-refused': () => node?.ask.produce({ ...b.ids, ...speak, source: 'camera', transportId: send.id }),
			'media-parameters-refused': () =>
				node?.ask.produce({ ...b.ids, ...speak, transportId: send.id, rtpParameters: unsupported }),
		};
		for (const [code, ask] of Object.entries(refusals)) {
			const error: unknown = await Promise.resolve(ask()).catch((thrown: unknown) => thrown);
			expect(error instanceof MediaError ? error.code : error, code).toBe(code);
		}
	});

	it('lets a probe connect, but neither publish nor receive', async () => {
		node = await TestNode.start();
		const a = await node.join('m', 'a');
		await node.declare('m', { tracks: [a.at('main')] });
		await a.publish('camera');
		const { rtpCapabilities } = await node.ask.open({ conferenceId: 'm' });
		const ids = { conferenceId: 'm', endpointId: 'probe' };
		const { send } = await node.ask.join({ ...ids, rtpCapabilities, probe: true });
		await node.ask['connect-transport']({ ...ids, transportId: send.id, dtlsParameters });
		const produce = node.ask.produce({
			...ids,
			transportId: send.id,
			kind: 'audio',
			source: 'microphone',
			rtpParameters: microphoneParameters,
			paused: false,
		});
		await expect(produce).rejects.toMatchObject({ code: 'source-refused' });
		// A real endpoint that joins later has its track: the probe's would have come before.
		await (await node.join('m', 'b')).receives('camera', a);
		expect(node.notices.of('consumer-created').map((notice) => notice.endpointId)).toEqual(['b']);
	});
});
