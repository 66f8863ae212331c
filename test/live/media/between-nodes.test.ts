import { MediaStand, patiently, type StandNode } from '#test/support/media-stand.ts';
import { placed } from '#test/support/placed-nodes.ts';
import { Wires } from '#test/sfu/wired.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

const [chairs, delegates] = ['device-of-the-chair', 'device-of-a-delegate'];

let stand: MediaStand;
let wires: Wires;
beforeEach(async () => {
	stand = await MediaStand.open();
	wires = new Wires();
});
afterEach(async () => {
	wires.close();
	await stand.close();
});

/** Somebody's device, with its media to and from the node that it is with. */
async function come(deviceId: string, participantId: string, node: StandNode) {
	const ids = { conferenceId: stand.meeting.id, endpointId: deviceId };
	const joined = { ids, transports: await stand.enter(deviceId, participantId) };
	expect(await node.endpoints()).toContain(deviceId);
	const receiving = await wires.receiver(node.media, joined);
	const { camera } = await wires.camera(node.media, joined);
	/** Resolves once the picture of another device comes. */
	const sees = async (from: string) => {
		await stand.hears(deviceId, from);
		const told = stand
			.heard(deviceId, 'media/consumer-created')
			.findLast(({ sourceEndpointId, kind }) => sourceEndpointId === from && kind === 'video');
		if (!told) throw new Error(`${deviceId} was told of the picture of ${from}`);
		const track = receiving.consume(told);
		await stand.director.request(deviceId, 'watch', { consumerId: told.consumerId, layer: 2 });
		await expect.poll(() => track.counters.packets, patiently(`${deviceId} to see ${from}`)).toBeGreaterThan(20);
		return track;
	};
	return { camera, sees };
}

test('two who are with the nodes of their units see each other through the one between them, and go on when one is to be emptied', async () => {
	const [delegateId = ''] = stand.meeting.delegateIds;
	const facts = { middle: {}, between: { unitId: 'district' }, below: { unitId: 'commune' } };
	stand.placed = Object.entries(facts).map(([id, each]) => placed(id, each));
	stand.units.set(delegateId, ['commune', 'district', 'province']);
	const [middle, between, below] = await Promise.all([
		stand.node('middle'),
		stand.node('between'),
		stand.node('below'),
	]);
	const chair = await come(chairs, stand.meeting.chairId, middle);
	const delegate = await come(delegates, delegateId, below);
	await delegate.sees(chairs);
	await stand.direct(delegateId);
	const picture = await chair.sees(delegates);

	// Another control process: it finds the line as it is, and tells nobody of anything.
	stand.told.length = 0;
	await stand.restart();
	for (const node of [middle, between, below]) await node.untilThere();
	const before = picture.counters.packets;
	await expect
		.poll(() => picture.counters.packets - before, patiently('the picture to go on over the line'))
		.toBeGreaterThan(100);
	expect([await middle.endpoints(), await below.endpoints()]).toEqual([[chairs], [delegates]]);
	const changes = ['media/lost', 'media/consumer-created', 'media/consumer-closed'];
	expect(stand.told.filter(({ name }) => changes.includes(name))).toEqual([]);

	// Its connection is closed, and its neighbour hears nothing of it either; of who is no neighbour nothing is believed.
	const lost = () => stand.told.filter(({ name }) => name === 'media/lost').map(({ deviceId }) => deviceId);
	await below.cut();
	const missing = { conferenceId: stand.meeting.id, nodeId: 'below' };
	for (const [node, called] of [
		[middle, []],
		[between, [delegates]],
	] as const) {
		node.tell('line-cut', missing);
		// What was said before has been heard when this is answered.
		await stand.plane.measureNodes();
		expect(lost()).toEqual(called);
	}
	await below.mend();
	stand.told.length = 0;

	stand.placed = stand.placed.map((node) => ({ ...node, draining: node.id === 'below' }));
	stand.plane.placementChanged();
	expect(lost()).toEqual([delegates]);
	const again = await come(delegates, delegateId, between);
	await again.sees(chairs);
	await expect
		.poll(() => below.media.node.describe().conferences, patiently('the emptied node to have nothing of it'))
		.toEqual([]);

	// It takes devices again: who was called away stays until an operator asks them back, or chooses another one for them.
	stand.placed = stand.placed.map((node) => ({ ...node, draining: false }));
	stand.plane.placementChanged();
	const { homes } = stand.director;
	expect([homes.whereAndWhy().get(delegates)?.why, lost()]).toEqual(['stays', [delegates]]);
	stand.plane.placeAnew(stand.meeting.id, undefined);
	expect([homes.nodeOf(delegates), lost()]).toEqual(['below', [delegates, delegates]]);
	stand.chosen.set(delegateId, 'middle');
	stand.plane.placeAnew(stand.meeting.id, [delegateId]);
	expect([homes.nodeOf(delegates), lost()]).toEqual(['middle', [delegates, delegates, delegates]]);
	// The chair is with that one already, and somebody else's devices have nothing to do with it.
	stand.plane.placeAnew(stand.meeting.id, [stand.meeting.chairId]);
	expect(lost()).toHaveLength(3);
});
