import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { Island } from '#sfu/conference/island.ts';
import { openProducers } from '#test/sfu/living.ts';
import { Wires } from '#test/sfu/wired.ts';
import { listen, speak, untilMore } from './media.ts';
import { TestTree } from './tree.ts';

let tree: TestTree | undefined;
const wires = new Wires();
afterEach(() => {
	wires.close();
	tree?.close();
});

it('while neither the control process nor the parent is heard, those of the reserve see and hear each other, whoever is muted; then all is as declared', async () => {
	let islands = 0;
	const options = { times: { silentAfter: 0 }, solitude: { afterMs: 1_000 }, onIsland: () => (islands += 1) };
	const started = (tree = await TestTree.start({ a: null, b: 'a' }, options));
	tree.ways = new Map();
	const [a, b] = [tree.node('a'), tree.node('b')];
	const speaker = await tree.join('a', 'speaker');
	const [one, two] = [await tree.join('b', 'one'), await tree.join('b', 'two')];
	await speak(wires, a, speaker);
	const [sent] = [await speak(wires, b, one), await speak(wires, b, two)];
	await b.ask['pause-producer']({ ...one.ids, producerId: sent.microphone });
	const stage = { tracks: [speaker.at('main'), speaker.at('audio'), two.at('secondary')] };
	tree.reserves.set('b', { cameras: ['one', 'two'], microphones: ['one', 'two'] });
	await tree.declare(stage);
	// Beforehand, and muted however long; nothing of it is shown.
	await Promise.all([one.told('camera', 1), one.told('microphone', 1), two.told('microphone', 1)]);
	const [first, second] = [await listen(wires, b, one), await listen(wires, b, two)];
	const [ofTwo, voiceOfTwo] = [await first.has(two), await first.hears(two)];
	const [ofOne, voiceOfOne] = [await second.has(one), await second.hears(one)];
	await untilMore('the voice of the province', await first.hears(speaker));
	expect(
		b.notices.of('levels').flatMap(({ levels }) => levels),
		'who is off the air is heard by nobody',
	).toEqual([]);
	expect([ofOne, voiceOfOne, voiceOfTwo].map(({ counters }) => counters.packets)).toEqual([0, 0, 0]);

	const stateOfLine = async () =>
		(await b.ask['get-stats']({})).conferences.flatMap(({ lines }) => lines.map(({ state }) => state));
	const told = () => b.node.describe().conferences.flatMap((conference) => conference.islands);
	b.node.heard();
	await expect.poll(stateOfLine, { message: 'the line to stand' }).toEqual(['stands']);
	expect(told(), 'the link alone was away').toEqual([]);
	for (const way of started.ways?.values() ?? []) way.hinder({ cut: true });
	await expect.poll(() => told().length, { message: 'the island', timeout: 5_000 }).toBe(1);
	await untilMore('the picture of one', ofOne);
	await untilMore('the picture of two', ofTwo);
	await untilMore('the voice of two', voiceOfTwo);
	await untilMore('the voice of one, who was muted', voiceOfOne);
	expect(islands).toBe(1);

	// When the way stands again what comes first is not to come too early; here the control process is quicker.
	const look = vi.spyOn(Island.prototype, 'look').mockReturnValue(false);
	onTestFinished(() => look.mockRestore());
	for (const way of started.ways?.values() ?? []) way.hinder({});
	const lookedAs = (isAlone: boolean) =>
		new Set(look.mock.contexts.filter((_, index) => look.mock.calls[index]?.[0] === isAlone));
	// Of the node that is alone; the other one is never.
	const looked = () => lookedAs(true).intersection(lookedAs(false)).size;
	await expect.poll(looked, { message: 'a look as the way stands' }).toBe(1);
	const link = setInterval(() => b.node.heard(), 50);
	onTestFinished(() => clearInterval(link));
	b.node.heard();
	await tree.declare({ tracks: [two.at('audio')] });
	const [producer] = openProducers(sent.microphone);
	await expect.poll(() => producer?.paused, { message: 'one to be muted as before' }).toBe(true);
	expect(told(), 'the control process has heard of it').toEqual([]);
	await untilMore('the voice of two, on the air', voiceOfTwo);
}, 40_000);
