import { afterEach, expect, it } from 'vitest';
import { openLineEnds, stateOf } from '#test/sfu/living.ts';
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
	// What both show, and what whispers.
	const [, parent] = openLineEnds();
	expect((await parent?.dump())?.consumerIds).toHaveLength(2 + 1);
	await speaker.told('camera', 3);
	expect(b.notices.of('source-changed').concat(), 'the other node tells nothing of them').toEqual([]);

	const camera = onLine(tree, 'a', 'b', 'camera/speaker');
	expect(await camera()).toMatchObject({ flowing: true, layer: 2 });
	await one.watch(large.consumerId, 0);
	await expect.poll(camera, { message: 'a smaller one' }).toMatchObject({ flowing: true, layer: 0 });
	await speaker.told('camera', 1);
	await untilHeight('the small picture', small.track, 180);
	await one.watch(large.consumerId, null);
	await two.watch(small.consumerId, null);
	await expect.poll(camera, { message: 'nothing' }).toMatchObject({ flowing: false });
	await one.watch(large.consumerId, 2);
	await expect.poll(camera, { message: 'the large one' }).toMatchObject({ flowing: true, layer: 2 });

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
}, 40_000);

it('into a line that is cut nothing is sent, and all goes on by itself when it is whole again', async () => {
	tree = await TestTree.start({ a: null, b: 'a' });
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
	for (const way of ways) way.hinder({ cut: true });
	await expect.poll(flows, { message: 'nothing is sent any more', timeout: 5_000 }).toEqual([false, false]);
	for (const way of ways) way.hinder({});
	await expect.poll(flows, { message: 'it flows again', timeout: 5_000 }).toEqual([true, true]);
	await untilMore('the picture', picture);
	await untilMore('the voice', voice);
}, 40_000);
