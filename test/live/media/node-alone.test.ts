import { MediaStand, patiently } from '#test/support/media-stand.ts';
import { Wires } from '#test/sfu/wired.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

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

test('what flows through a node goes on while there is no control process, and in the next one', async () => {
	const node = await stand.node('first');
	const [chair, listener] = ['device-of-the-chair', 'device-that-listens'];
	const ids = (endpointId: string) => ({ conferenceId: stand.meeting.id, endpointId });
	const chairs = { ids: ids(chair), transports: await stand.enter(chair, stand.meeting.chairId) };
	const listeners = { ids: ids(listener), transports: await stand.enter(listener, stand.meeting.secretaryId) };
	const sending = await wires.sender(node.media, chairs);
	const receiving = await wires.receiver(node.media, listeners);
	const { kind, rtpParameters } = sending.produce('microphone');
	const sent = { transportId: sending.id, kind, source: 'microphone', rtpParameters, paused: false };
	await stand.director.request(chair, 'produce', sent);
	await stand.hears(listener, chair);
	const [told] = stand.heard(listener, 'media/consumer-created');
	if (!told) throw new Error('the listener was told of the voice');
	const track = receiving.consume(told);
	await stand.director.request(listener, 'watch', { consumerId: told.consumerId, layer: 0 });
	const flows = async (when: string) => {
		const before = track.counters.packets;
		await expect
			.poll(() => track.counters.packets - before, patiently(`the voice to be heard ${when}`))
			.toBeGreaterThan(20);
	};
	await flows('at first');

	await stand.stop();
	await flows('without a control process');
	await stand.start();
	await node.untilThere();
	await flows('after another one was started');
	// It is the same conference to the new one: a mute reaches the listener.
	stand.told.length = 0;
	const { producerId } = told;
	await stand.director.request(chair, 'pause-producer', { producerId });
	await expect
		.poll(
			() => stand.heard(listener, 'media/consumers-muted').flatMap(({ tracks }) => tracks),
			patiently('the mute to be told'),
		)
		.toEqual([{ consumerId: told.consumerId, muted: true }]);
	expect(stand.told.filter(({ name }) => name === 'media/lost')).toEqual([]);
});
