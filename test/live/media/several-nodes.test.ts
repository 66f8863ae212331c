import { MediaError } from '#sfu/link/errors.ts';
import { MediaStand, patiently } from '#test/support/media-stand.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

const [chairs, delegates, watcher] = ['device-of-the-chair', 'device-of-a-delegate', 'device-that-watches'];

let stand: MediaStand;
beforeEach(async () => {
	stand = await MediaStand.open();
});
afterEach(() => stand.close());

const delegateId = () => stand.meeting.delegateIds[0] ?? '';
const lost = () => stand.told.filter(({ name }) => name === 'media/lost').map(({ deviceId }) => deviceId);

test('each of two nodes keeps its endpoints, and one that goes away tells only its own', async () => {
	const first = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	await stand.join(watcher, stand.meeting.secretaryId);
	const second = await stand.node('second');
	// Where its meeting is, not where there is most room: nobody sees who is on another node.
	await stand.join(delegates, delegateId());
	expect([await first.endpoints(), await second.endpoints()]).toEqual([[chairs, watcher, delegates], []]);

	// The line of the first one is cut: what flows through it goes on, and who comes meanwhile finds the second.
	stand.director.linksTold(first.id, [
		{
			...{ endpointId: chairs, protocol: 'udp', carrying: 'all' },
			down: { kbps: 1_800, pps: 240, availableKbps: 3_000, loss: 0, rttMs: 20, score: 10 },
			up: { kbps: 0, loss: null, score: null, silent: [] },
		},
	]);
	expect(stand.director.links.get(chairs)?.grade).toBe('good');
	await first.cut();
	expect(stand.director.links.all, 'what was measured before').toEqual([]);
	// Silent for a while: who is heard from nevertheless is not behind a cut with it.
	for (const deviceId of [chairs, delegates]) stand.unheard.add(deviceId);
	stand.director.nodeSilent(first.id);
	expect(lost()).toEqual([watcher]);
	stand.told.length = 0;
	await stand.join('late', delegateId());
	expect(await second.endpoints()).toEqual(['late']);
	await first.mend();
	await stand.director.request(watcher, 'open', {});
	expect([await first.endpoints(), await second.endpoints()]).toEqual([[chairs, watcher, delegates], ['late']]);
	expect(lost()).toEqual([]);

	await second.end();
	await expect.poll(lost, patiently('the one who was there to be told')).toEqual(['late']);
	await stand.join('late', delegateId());
	expect(await first.endpoints()).toEqual([chairs, watcher, delegates, 'late']);
	expect(lost()).toEqual(['late']);
});

test('who moved to another node has left the first, which is not heard about them when it comes back', async () => {
	const first = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	await stand.join(delegates, delegateId());
	const second = await stand.node('second');
	await first.end();
	await expect.poll(lost, patiently('all to be called back')).toEqual([chairs, delegates]);
	await stand.join(chairs, stand.meeting.chairId);
	await stand.join(watcher, stand.meeting.secretaryId);
	await stand.hears(watcher, chairs);
	stand.told.length = 0;

	await first.begin();
	await expect.poll(() => first.endpoints(), patiently('who moved to have left')).toEqual([delegates]);
	// It said of the chair's camera that it is gone: that was the former one.
	expect(stand.director.sending.has(chairs, 'camera')).toBe(true);
	expect(await second.endpoints()).toEqual([chairs, watcher]);
	expect(lost()).toEqual([]);
});

test('a worker that died while the link was down: its devices are called back when the node is there again', async () => {
	const node = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	await stand.join(watcher, stand.meeting.secretaryId);
	await node.cut();
	node.media.node.workers[0]?.kill();
	await expect.poll(() => node.endpoints(), patiently('the worker to be dead')).toEqual([]);
	expect(lost()).toEqual([]);
	await node.mend();
	await expect.poll(lost, patiently('both to be called back')).toEqual([chairs, watcher]);
	// Once is enough.
	await node.cut();
	await node.mend();
	await stand.join(chairs, stand.meeting.chairId);
	expect(lost()).toEqual([chairs, watcher]);
});

test('of those whose worker died the one whom all see is called back first, and comes in before hundreds who wait', async () => {
	const order: string[] = [];
	const gate = Promise.withResolvers<void>();
	const node = await stand.node('first', {
		join: async ({ endpointId }) => {
			order.push(endpointId);
			await gate.promise;
			throw new MediaError('endpoint-unknown', endpointId);
		},
	});
	const connect = (deviceId: string, participantId: string) =>
		stand.running.giveAsSystem('connect-device', { deviceId, participantId });
	await connect(chairs, stand.meeting.chairId);
	const others = Array.from({ length: 100 }, (_, index) => `device-${index}`);
	const all = [...others, chairs];
	// As after the loss of them all: each is known to be with the node.
	for (const deviceId of all) await stand.director.request(deviceId, 'open', {});
	stand.director.lost(node.id, all);
	expect(lost()).toEqual([chairs, ...others]);

	const joins = all.map((deviceId) =>
		stand.director.request(deviceId, 'join', { rtpCapabilities: {}, probe: false }).catch(() => {}),
	);
	gate.resolve();
	await Promise.all(joins);
	expect(order).toHaveLength(all.length);
	// Sixteen at once are let in.
	expect(order.indexOf(chairs)).toBe(16);
});

test('of hundreds who come at once one asks the node to open the conference', async () => {
	const node = await stand.node('first');
	const devices = Array.from({ length: 200 }, (_, index) => `device-${index}`);
	const opened = await Promise.all(devices.map((deviceId) => stand.director.request(deviceId, 'open', {})));
	expect(new Set(opened.map((each) => JSON.stringify(each))).size).toBe(1);
	expect(node.asked.filter((name) => name === 'open')).toEqual(['open']);
});

test('another control process goes on with what a node carries: nobody joins anew, and who did not come back leaves', async () => {
	const node = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	await stand.join(delegates, delegateId());
	const { receive } = await stand.enter(watcher, stand.meeting.secretaryId);
	await stand.hears(watcher, chairs);
	await stand.direct(delegateId());
	await stand.hears(watcher, delegates);

	const restarted = stand.restart();
	expect(await node.endpoints()).toEqual([chairs, delegates, watcher]);
	await restarted;
	await node.untilThere();
	stand.told.length = 0;
	await stand.director.request(watcher, 'resync', { transportId: receive.id });
	expect(await node.endpoints()).toEqual([chairs, delegates, watcher]);
	const [tracks] = stand.heard(watcher, 'media/consumers');
	expect(tracks?.consumers.map(({ sourceEndpointId }) => sourceEndpointId)).toEqual([chairs, delegates]);
	// It is told what is new, though the process before this one had declared more often.
	stand.told.length = 0;
	await stand.join('another', stand.meeting.secretaryId, 'camera');
	await stand.running.give(
		stand.asChair(),
		{ name: 'direct-stage', input: { participantId: stand.meeting.secretaryId } },
		'request-anew',
	);
	await stand.hears(watcher, 'another');
	expect(lost()).toEqual([]);

	stand.present.delete(delegates);
	stand.director.dropAbsent();
	await expect
		.poll(() => node.endpoints(), patiently('the one who did not come back to be gone'))
		.toEqual([chairs, watcher, 'another']);
});

test('who asks for a place while the node is away waits a moment: refused at once, they would join anew', async () => {
	const node = await stand.node('first');
	const { receive } = await stand.enter(watcher, stand.meeting.secretaryId);
	await node.cut();
	const askedFor = [
		stand.director.request(watcher, 'resync', { transportId: receive.id }),
		stand.director.request(chairs, 'open', {}),
		// As after a restart: nobody knows yet with which node the device is.
		stand.director.request(delegates, 'watch', { consumerId: 'one-that-it-has', layer: 0 }),
	];
	const outcomes = askedFor.map((each) =>
		each.then(
			() => 'answered',
			() => 'refused',
		),
	);
	const now = new Promise((resolve) => setTimeout(resolve, 0, 'waits'));
	expect(await Promise.all(outcomes.map((each) => Promise.race([each, now])))).toEqual(['waits', 'waits', 'waits']);
	await node.mend();

	await stand.director.request(watcher, 'resync', { transportId: receive.id });
});

test('what nobody is in any more is not gone on with', async () => {
	const node = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	stand.present.clear();
	await stand.restart();
	await node.untilThere();
	await expect.poll(() => node.media.node.describe().conferences, patiently('the conference to be closed')).toEqual([]);
	expect(await stand.director.request(chairs, 'open', {})).toHaveProperty('rtpCapabilities');
});

test('who speaks on two nodes at once is heard by the whole meeting, whichever node tells of them', async () => {
	const first = await stand.node('first');
	await stand.join(chairs, stand.meeting.chairId);
	const second = await stand.node('second');
	await first.cut();
	await stand.join(delegates, delegateId());
	await first.mend();
	expect([await first.endpoints(), await second.endpoints()]).toEqual([[chairs], [delegates]]);

	const conferenceId = stand.meeting.id;
	const speak = () => {
		first.tell('levels', { conferenceId, levels: [{ endpointId: chairs, dbov: -30 }] });
		second.tell('levels', { conferenceId, levels: [{ endpointId: delegates, dbov: -20 }] });
		return stand.heard('all', 'media/speaking').at(-1)?.endpointIds;
	};
	// Again and again, as nodes do: what was told is soon forgotten.
	await expect.poll(speak, patiently('both to be heard, the loudest first')).toEqual([delegates, chairs]);
	// That it is silent with one of them does not silence who is with the other.
	stand.told.length = 0;
	stand.director.levelsTold(first.id, [{ endpointId: chairs, dbov: -30 }]);
	stand.director.levelsTold(second.id, []);
	expect(stand.heard('all', 'media/speaking').filter(({ endpointIds }) => !endpointIds.includes(chairs))).toEqual([]);
	// Neither is heard from another's node: there they are of a former life.
	stand.told.length = 0;
	const elsewhere = () => {
		second.tell('levels', { conferenceId, levels: [{ endpointId: chairs, dbov: -10 }] });
		return stand.heard('all', 'media/speaking').at(-1)?.endpointIds;
	};
	await expect.poll(elsewhere, patiently('all to be silent')).toEqual([]);
});
