import { gradeOf } from '#live/media/link-grade.ts';
import { TestNode, type TestEndpoint } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';
import { UdpRelay } from '#test/support/udp-relay.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receivingCapabilities } from './endpoint/capabilities.ts';
import type { ReceivedTrack } from './endpoint/received-track.ts';

const conferenceId = 'm';
let node: TestNode;
let wires: Wires;
let speaker: TestEndpoint;
const relays: UdpRelay[] = [];

beforeEach(async () => {
	node = await TestNode.start({ workers: 2, linkWatch: { everyMs: 50 } });
	wires = new Wires();
	speaker = await node.join(conferenceId, 'speaker');
	const sender = await wires.sender(node, speaker);
	for (const source of ['camera', 'microphone'] as const) {
		const { kind, rtpParameters } = sender.produce(source);
		await node.ask.produce({ ...speaker.ids, transportId: sender.id, kind, source, rtpParameters, paused: false });
	}
	await node.declare(conferenceId, { tracks: [speaker.at('main'), speaker.at('audio')] });
});

afterEach(() => {
	wires.close();
	node.close();
	for (const relay of relays.splice(0)) relay.close();
});

/** Over this machine itself, or over a relay between: its candidate's port in place of the worker's. */
async function addReceiver(endpointId: string, isFar = false): Promise<{ relay?: UdpRelay; voice: ReceivedTrack }> {
	const { rtpCapabilities } = await node.ask.open({ conferenceId });
	const receiver = await node.join(conferenceId, endpointId, receivingCapabilities(rtpCapabilities));
	const { receive } = receiver.transports;
	const candidate = receive.iceCandidates.find(({ protocol }) => protocol === 'udp');
	if (!candidate) throw new Error('the worker has no UDP port');
	const relay = isFar ? await UdpRelay.open(candidate.port) : undefined;
	if (relay) relays.push(relay);
	const iceCandidates = [{ ...candidate, port: relay?.port ?? candidate.port }];
	const transports = { ...receiver.transports, receive: { ...receive, iceCandidates } };
	const transport = await wires.receiver(node, { ids: receiver.ids, transports });
	const [, voice] = await Promise.all(
		(['camera', 'microphone'] as const).map(async (source) => {
			const { consumerId, kind, rtpParameters } = await receiver.receives(source, speaker);
			const track = transport.consume({ consumerId, kind, rtpParameters });
			await receiver.watch(consumerId);
			return track;
		}),
	);
	if (!voice) throw new Error('there is no voice');
	return { voice, ...(relay ? { relay } : {}) };
}

const measured = (endpointId: string) =>
	node.notices.of('links').flatMap(({ links }) => links.filter((link) => link.endpointId === endpointId));

const moreSound = async (voice: ReceivedTrack) => {
	const before = voice.counters.packets;
	await expect
		.poll(() => voice.counters.packets - before, { message: 'the voice to go on', timeout: 30_000 })
		.toBeGreaterThan(50);
};

test('who receives over a line that loses a quarter is sent less, and nobody else is', async () => {
	const others = ['first', 'second'];
	for (const endpointId of others) await addReceiver(endpointId);
	const { relay, voice } = await addReceiver('weak', true);
	relay?.hinder({ loss: 0.25 });
	const carryings = () => measured('weak').map(({ carrying }) => carrying);
	await expect.poll(carryings, { message: 'less to be sent to it', timeout: 90_000 }).toContain('small');
	expect(Math.max(...measured('weak').map(({ down }) => down.loss ?? 0))).toBeGreaterThan(0.12);
	await moreSound(voice);
	// A busy machine may lose some of theirs, too.
	const known = others.flatMap(measured).filter(({ down }) => down.loss !== null);
	const unharmed = known.filter((link) => link.carrying === 'all' && gradeOf(link) === 'good');
	expect(unharmed.length / known.length, JSON.stringify(known.at(-1))).toBeGreaterThan(0.5);
}, 150_000);

test('how long the way there and back is is measured: it is no good link, and the voice flows', async () => {
	await addReceiver('near');
	const { relay, voice } = await addReceiver('far', true);
	relay?.hinder({ delay: [380, 420] });
	const trip = (endpointId: string) => measured(endpointId).at(-1)?.down.rttMs ?? 0;
	await expect
		.poll(() => trip('far'), { message: 'the way there and back to be measured', timeout: 90_000 })
		.toBeGreaterThan(750);
	const link = measured('far').at(-1);
	expect(link && gradeOf(link)).not.toBe('good');
	expect(trip('near')).toBeLessThan(trip('far') / 2);
	await moreSound(voice);
}, 150_000);
