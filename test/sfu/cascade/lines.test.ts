import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { ReceivedTracks } from '#sfu/conference/received-tracks.ts';
import type { LineState } from '#sfu/link/contract-line.ts';
import { countOpen, leastEstimateOf, limitEstimate, openLineEnds, stateOf } from '#test/sfu/living.ts';
import { Wires } from '#test/sfu/wired.ts';
import { listen, speak, untilHeight, untilMore } from './media.ts';
import { TestTree } from './tree.ts';

let tree: TestTree | undefined;
let wires: Wires;
afterEach(() => {
	wires.close();
	tree?.close();
});

/** How the camera of an endpoint stands on the line from `from` to `to`, in the worker itself. */
const onLine = (started: TestTree, from: string, to: string, key: string) => async () => {
	const trackId = started.carried(from, to).get(key);
	return trackId === undefined ? undefined : stateOf(trackId);
};

it('who is on one node is seen and heard by several on another, over the line once, as large as any of them shows it', async () => {
	tree = await TestTree.start({ a: null, b: 'a' }, { times: { holdDown: 100 } });
	wires = new Wires();
	const [a, b] = [tree.node('a'), tree.node('b')];
	const speaker = await tree.join('a', 'speaker');
	const [one, two] = [await tree.join('b', 'one'), await tree.join('b', 'two')];
	const sent = await speak(wires, a, speaker);
	await tree.declare({ tracks: [speaker.at('main'), speaker.at('audio')] });
	const [first, second] = [await listen(wires, b, one), await listen(wires, b, two)];
	const [large, small] = [await first.sees(speaker), await second.sees(speaker, 0)];
	await untilMore('the voice, at one', await first.hears(speaker));
	await untilMore('the voice, at the other', await second.hears(speaker));
	await untilHeight('the large picture', large.track, 720);
	await untilHeight('the small picture beside it, for who takes no more', small.track, 180);
	const beside = () => stateOf(tree?.small('a', 'b', 'camera/speaker') ?? '');
	expect(await beside()).toMatchObject({ flowing: true, layer: 0 });
	// Voice, large and small picture, and what whispers.
	const [, parent] = openLineEnds();
	const least = async () => (await leastEstimateOf(parent?.id ?? '')) ?? 0;
	await expect.poll(least, { message: 'a thin line would not be held to it for ever', timeout: 5_000 }).toBe(0);
	expect((await parent?.dump())?.consumerIds).toHaveLength(3 + 1);
	await speaker.told('camera', 3);
	expect(b.notices.of('source-changed').concat(), 'the other node tells nothing of them').toEqual([]);

	const camera = onLine(tree, 'a', 'b', 'camera/speaker');
	expect(await camera()).toMatchObject({ flowing: true, layer: 2 });
	await one.watch(large.consumerId, 0);
	await expect.poll(camera, { message: 'a smaller one' }).toMatchObject({ flowing: true, layer: 0 });
	await expect.poll(beside, { message: 'nothing beside it' }).toMatchObject({ flowing: false });
	await speaker.told('camera', 1);
	await untilHeight('the small picture', small.track, 180);
	await one.watch(large.consumerId, null);
	await two.watch(small.consumerId, null);
	await expect.poll(camera, { message: 'nothing' }).toMatchObject({ flowing: false });
	await one.watch(large.consumerId, 2);
	const anew = { message: 'the large one, not held small for what went before', timeout: 5_000 };
	await expect.poll(camera, anew).toMatchObject({ flowing: true, layer: 2 });

	await a.ask['pause-producer']({ ...speaker.ids, producerId: sent.microphone });
	const muted = (told: boolean) =>
		b.notices.until('the news', 'consumers-muted', ({ endpointId, tracks }) =>
			tracks.some((track) => endpointId === 'one' && track.muted === told),
		);
	await muted(true);
	await a.ask['resume-producer']({ ...speaker.ids, producerId: sent.microphone });
	await muted(false);

	b.notices.clear();
	await sent.publish('camera');
	await untilHeight('the new camera', (await first.sees(speaker)).track, 720);

	const next = await tree.join('a', 'next');
	await tree.declare({ cued: [next.ids.endpointId, 'speaker'] });
	await expect.poll(camera, { message: 'what is only kept ready costs nothing' }).toMatchObject({ flowing: false });
	await tree.declare({ cued: [next.ids.endpointId, 'speaker'], raised: ['speaker'] });
	await expect.poll(camera, { message: 'who is near' }).toMatchObject({ flowing: true, layer: 0 });
	const close = tree;
	tree.arrives = (from, told) => (from === 'b' ? undefined : told);
	await tree.declare({ tracks: [speaker.at('main')] });
	await expect
		.poll(camera, { message: 'what the other node is about to want' })
		.toMatchObject({ flowing: true, layer: 2 });
	tree.arrives = (_, told) => told;
	await a.ask.leave(speaker.ids);
	await expect.poll(() => close.carried('a', 'b').size, { message: 'nothing to be carried' }).toBe(0);
}, 40_000);

it('three in a row: all see each other through the one between, where nobody sits', async () => {
	tree = await TestTree.start({ top: null, middle: 'top', leaf: 'middle' });
	wires = new Wires();
	const [up, down] = [await tree.join('top', 'up'), await tree.join('leaf', 'down')];
	await speak(wires, tree.node('top'), up);
	await speak(wires, tree.node('leaf'), down);
	await tree.declare({ tracks: [up.at('main'), up.at('audio'), down.at('audio')] }, [
		{ endpointId: 'up', cameras: ['down'] },
	]);
	const [above, below] = [await listen(wires, tree.node('top'), up), await listen(wires, tree.node('leaf'), down)];
	await untilHeight('the picture from above', (await below.sees(up)).track, 720);
	await untilMore('the voice from above', await below.hears(up));
	await untilMore('the voice from below', await above.hears(down));
	await untilHeight('whom one looks at, small', (await above.sees(down, 0)).track, 180);
	expect(await onLine(tree, 'leaf', 'middle', 'camera/down')(), 'no larger').toMatchObject({ flowing: true, layer: 0 });

	const again = async (what: string) => {
		await untilHeight(`the picture from above, ${what}`, (await below.sees(up)).track, 720);
		await untilMore(`the voice from above, ${what}`, await below.hears(up));
	};
	tree.node('leaf').notices.clear();
	const [worker] = tree.node('middle').node.workers;
	process.kill(worker?.pid ?? 0, 'SIGKILL');
	await again('after the worker between has died');

	tree.node('leaf').notices.clear();
	tree.node('top').close();
	const { now } = Date;
	vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
	onTestFinished(() => void vi.restoreAllMocks());
	await tree.startNode('top');
	const returned = await tree.join('top', 'up');
	await speak(wires, tree.node('top'), returned);
	await tree.declare({ tracks: [up.at('main'), up.at('audio'), down.at('audio')] });
	await again('after the node above has begun anew, and its clock is an hour behind what it was');
}, 40_000);

it('into a line that is cut nothing is sent, and all goes on by itself when it is whole again', async () => {
	tree = await TestTree.start({ a: null, b: 'a' }, { times: { keepFor: 1 } });
	tree.ways = new Map();
	wires = new Wires();
	const [speaker, one] = [await tree.join('a', 'speaker'), await tree.join('b', 'one')];
	await speak(wires, tree.node('a'), speaker);
	await tree.declare({ tracks: [speaker.at('main'), speaker.at('audio')] });
	const listener = await listen(wires, tree.node('b'), one);
	const [picture, voice] = [(await listener.sees(speaker)).track, await listener.hears(speaker)];
	await untilHeight('the picture', picture, 720);
	const ways = [...tree.ways.values()];
	expect(ways, 'one for media, one for the beat').toHaveLength(2);
	const tracks = [...tree.carried('a', 'b').values()];
	expect(tracks).toHaveLength(2);
	const flows = async () => (await Promise.all(tracks.map(stateOf))).map(({ flowing }) => flowing);
	const cut = tree;
	const lineOf = async (nodeId: string) =>
		(await cut.node(nodeId).ask['get-stats']({})).conferences.flatMap(({ lines }) => lines)[0];
	await expect
		.poll(() => lineOf('a'), { message: 'how it does' })
		.toMatchObject({
			...{ nodeId: 'b', is: 'child', state: 'stands', saidKbps: null, receivedKbps: expect.any(Number) },
			way: { rttMs: expect.any(Number), loss: 0 },
			sent: [
				{ endpointId: 'speaker', source: 'camera', flows: true, layer: 2, asked: 2, lacksKbps: null },
				{ endpointId: 'speaker', source: 'microphone', flows: true, layer: null, asked: null, lacksKbps: null },
			],
		});
	expect((await lineOf('a'))?.sentKbps).toBeGreaterThan(100);
	const [, parent] = openLineEnds();
	const least = async () => (await leastEstimateOf(parent?.id ?? '')) ?? 0;
	await expect.poll(least, { message: 'it to be held up no more', timeout: 5_000 }).toBe(0);
	const makeWay = vi.spyOn(ReceivedTracks.prototype, 'makeWay');
	await limitEstimate(parent?.id ?? '', 200_000);
	const asked = () => makeWay.mock.contexts.map((each) => (each as ReceivedTracks).id);
	await expect.poll(asked, { message: 'what is too large to make way', timeout: 5_000 }).toContain('node/b');
	makeWay.mockRestore();
	for (const way of ways) way.hinder({ cut: true });
	await expect.poll(flows, { message: 'nothing is sent any more', timeout: 5_000 }).toEqual([false, false]);
	const states = async () => [(await lineOf('a'))?.state, (await lineOf('b'))?.state];
	await expect.poll(states, { message: 'both know', timeout: 5_000 }).toEqual(['cut', 'cut']);
	expect(cut.node('a').notices.of('line-cut')).toEqual([{ conferenceId: tree.id, nodeId: 'b' }]);
	for (const way of ways) way.hinder({});
	await expect.poll(flows, { message: 'it flows again', timeout: 5_000 }).toEqual([true, true]);
	await untilMore('the picture', picture);
	await untilMore('the voice', voice);
	expect([...tree.carried('a', 'b').values()], 'nothing had to be agreed on anew').toEqual(tracks);
}, 40_000);

it('two meetings share what a line is said to carry: pictures become smaller together, or stop, and voices flow', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
	wires = new Wires();
	const [a, b] = [tree.node('a'), tree.node('b')];
	const begin = async (meeting: TestTree, name: string) => {
		const speaker = await meeting.join('a', `speaker-${name}`);
		const one = await meeting.join('b', `listener-${name}`);
		await speak(wires, a, speaker);
		const declare = () => meeting.declare({ tracks: [speaker.at('main'), speaker.at('audio')] });
		await declare();
		const listener = await listen(wires, b, one);
		const [picture, voice] = [(await listener.sees(speaker)).track, await listener.hears(speaker)];
		const camera = onLine(meeting, 'a', 'b', `camera/speaker-${name}`);
		return { picture, voice, camera, declare };
	};
	tree.kbps = 2_500;
	const first = await begin(tree, 'one');
	await untilHeight('the large picture', first.picture, 720);
	const second = await begin(await tree.beside(), 'two');
	for (const { picture, camera } of [first, second]) {
		await expect.poll(camera, { message: 'a smaller one', timeout: 5_000 }).toMatchObject({ flowing: true, layer: 1 });
		await untilHeight('a smaller picture', picture, 360);
	}
	const sent = async () =>
		(await a.ask['get-stats']({})).conferences.flatMap(({ lines }) => lines.flatMap((line) => line.sent));
	const held = { source: 'camera', flows: true, layer: 1, asked: 2, lacksKbps: expect.any(Number) };
	const heard = { source: 'microphone', flows: true, lacksKbps: null };
	await expect.poll(sent, { message: 'why' }).toMatchObject([held, heard, held, heard]);
	const [, parent] = openLineEnds();
	const least = await leastEstimateOf(parent?.id ?? '');
	expect(least, 'what is said of it counts, and not what mediasoup believes').toBeGreaterThan(400_000);
	for (const { source, lacksKbps } of await sent()) if (source === 'camera') expect(lacksKbps).toBeGreaterThan(0);
	tree.kbps = 64;
	await first.declare();
	for (const { camera } of [first, second])
		await expect.poll(camera, { message: 'no picture' }).toMatchObject({ flowing: false });
	for (const { voice } of [first, second]) await untilMore('the voice', voice);
	expect((await sent()).filter(({ source }) => source === 'camera')).toMatchObject([
		{ flows: false, asked: 2, lacksKbps: expect.any(Number) },
		{ flows: false, asked: 2, lacksKbps: expect.any(Number) },
	]);
}, 40_000);

it('what the ends say may be lost; who sends what does not decrypt is not taken for the child; of who is not beyond a node nothing is believed', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
	wires = new Wires();
	const started = tree;
	const speaker = await tree.join('b', 'speaker');
	const listener = await tree.join('a', 'listener');
	await speak(wires, tree.node('b'), speaker);
	const listens = await listen(wires, tree.node('a'), listener);
	// The child does not learn where its parent is, and says more than is true.
	tree.arrives = (from, told) => (from === 'b' ? claiming(told, 'ghost') : undefined);
	const ghost = { endpointId: 'ghost', source: 'camera', place: 'secondary' } as const;
	await tree.declare({ tracks: [ghost, speaker.at('main')] });
	const laid = () => started.said.find(({ from, state }) => from === 'a' && state.end)?.state.end?.address;
	await expect.poll(laid, { message: 'the parent to have laid its end' }).toBeDefined();
	const { ip = '', port = 0 } = laid() ?? {};
	const parent = openLineEnds().find(({ tuple }) => tuple.localPort === port);
	const arrived = async () => (await parent?.getStats())?.[0]?.bytesReceived ?? 0;
	const stranger = createSocket('udp4');
	onTestFinished(() => void stranger.close());
	const intrude = async () => {
		const before = await arrived();
		// As long as a packet of sound, and of no key that the parent knows.
		stranger.send(Buffer.concat([Buffer.from([0x80, 100, 0, 1]), Buffer.alloc(60, 7)]), port, ip);
		await expect.poll(arrived, { message: 'it to have arrived' }).toBeGreaterThan(before);
	};
	await intrude();
	expect(parent?.tuple.remotePort).toBe(0);

	tree.arrives = (from, told) => (from === 'b' ? claiming(told, 'ghost') : listening(told, 'speaker'));
	const { track } = await listens.sees(speaker);
	await untilHeight('the picture, when what was lost is said again', track, 720);
	const child = openLineEnds().find((end) => end !== parent);
	expect(parent?.tuple.remotePort).toBe(child?.tuple.localPort);
	await intrude();
	await untilMore('the picture, all the same', track);
	expect(parent?.tuple.remotePort).toBe(child?.tuple.localPort);
	const received = tree.node('a').notices.of('consumer-created');
	expect(received.map(({ sourceEndpointId }) => sourceEndpointId)).not.toContain('ghost');
	expect([...tree.carried('b', 'a').keys()], 'nobody who is not heard').toEqual(['camera/speaker']);
}, 30_000);

it('an end that cannot be met is laid anew no more often than once a second', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
	wires = new Wires();
	const started = tree;
	tree.arrives = (from, told) => (from === 'a' ? at(told, { ip: 'x'.repeat(100) }) : told);
	await tree.join('b', 'listener');
	await tree.declare({});
	const ends = () => new Set(started.said.flatMap(({ from, state }) => (from === 'b' ? (state.end?.id ?? []) : [])));
	await expect.poll(() => ends().size, { message: 'it to try again', timeout: 5_000 }).toBeGreaterThan(1);
	expect(ends().size).toBe(2);
	tree.arrives = (from, told) => (from === 'a' ? at(told, { ip: 'localhost' }) : told);
	const line = async () => (await started.node('b').ask['get-stats']({})).conferences.flatMap(({ lines }) => lines)[0];
	await expect
		.poll(line, { message: 'it to stand at last, by the name of its place', timeout: 5_000 })
		.toMatchObject({ state: 'stands' });
}, 20_000);

it('nothing is sent to where no beat has come from', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
	wires = new Wires();
	const started = tree;
	const nobody = createSocket('udp4').bind(0, '127.0.0.1');
	onTestFinished(() => void nobody.close());
	await once(nobody, 'listening');
	tree.arrives = (from, told) => (from === 'a' ? at(told, { beatPort: nobody.address().port }) : told);
	const speaker = await tree.join('a', 'speaker');
	await tree.join('b', 'listener');
	await speak(wires, tree.node('a'), speaker);
	await tree.declare({ tracks: [speaker.at('main'), speaker.at('audio')] });
	const parent = () => openLineEnds().find(({ tuple }) => tuple.remotePort);
	await expect.poll(parent, { message: 'the ends to have met' }).toBeDefined();
	const lines = () => Promise.all(['a', 'b'].map((id) => started.node(id).ask['get-stats']({})));
	const states = (await lines()).flatMap(({ conferences }) =>
		conferences.flatMap((each) => each.lines.map(({ state }) => state)),
	);
	expect(states).toEqual(['laying', 'laying']);
	expect(started.carried('a', 'b').size).toBe(0);
}, 20_000);

/** What a node says, and that it wants somebody's voice. */
function listening<T extends { state: LineState }>(told: T, endpointId: string): T {
	const voice = { endpointId, source: 'microphone', place: 'audio', layers: 1, small: false } as const;
	return { ...told, state: { ...told.state, wanted: [voice, ...told.state.wanted] } };
}

/** What a node says, and that its end is somewhere else. */
function at<T extends { state: LineState }>(told: T, place: { ip?: string; beatPort?: number }): T {
	const { end } = told.state;
	const address = end?.address ? { ...end.address, ...place } : null;
	return { ...told, state: { ...told.state, end: end && { ...end, address } } };
}

/** What a node says, and that it carries the same of somebody else. */
function claiming<T extends { state: LineState }>(told: T, endpointId: string): T {
	const { state } = told;
	const more = state.carried.map((each) => ({ ...each, endpointId, trackId: `${endpointId}-${each.trackId}` }));
	return { ...told, state: { ...state, carried: [...more, ...state.carried] } };
}

it('of lines whose meeting ends while they are laid nothing is left', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
	wires = new Wires();
	const speaker = await tree.join('a', 'speaker');
	await speaker.publish('camera');
	await speaker.publish('microphone');
	const [a, b] = [tree.node('a'), tree.node('b')];
	for (let questions = 0; questions < 30; questions += 1) {
		await b.ask.open({ conferenceId: 'm' });
		const declared = tree.declare({ tracks: [speaker.at('main'), speaker.at('audio')] }).catch(() => {});
		// As many as its worker answers meanwhile: whatever is under way then.
		for (let asked = 0; asked < questions; asked += 2) await b.node.workers[0]?.getRouterIds();
		await b.ask.close({ conferenceId: 'm' });
		await declared;
	}
	await a.ask.close({ conferenceId: 'm' });
	await expect.poll(countOpen, { message: 'all to be closed' }).toEqual({ consumers: 0, producers: 0 });
	expect(openLineEnds()).toEqual([]);
}, 20_000);
