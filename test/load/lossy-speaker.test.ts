import { gradeOf } from '#live/media/link-grade.ts';
import { TestNode, type TestEndpoint } from '#test/sfu/media-node.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receivingCapabilities } from './endpoint/capabilities.ts';
import { EndpointHost } from './endpoint/endpoint-host.ts';
import type { ReceivedTrack } from './endpoint/received-track.ts';
import { ReceivingTransport } from './endpoint/receiving-transport.ts';
import type { UplinkLoss } from './endpoint/sending/bad-uplink.ts';
import { SendingTransport } from './endpoint/sending-transport.ts';
import { loadRecording } from './recording/recording.ts';

const conferenceId = 'm';
const recording = loadRecording();
let node: TestNode;
let host: EndpointHost;
const open: { close(): void }[] = [];

beforeEach(async () => {
	node = await TestNode.start({ workers: 2, linkWatch: { everyMs: 50 } });
	host = new EndpointHost();
});

afterEach(() => {
	for (const transport of open.splice(0)) transport.close();
	host.close();
	node.close();
});

async function connect(endpoint: TestEndpoint, transport: SendingTransport | ReceivingTransport): Promise<void> {
	open.push(transport);
	const { id: transportId, dtlsParameters } = transport;
	const connected = new Promise<void>((resolve) => transport.once('connected', resolve));
	await node.ask['connect-transport']({ ...endpoint.ids, transportId, dtlsParameters });
	transport.start();
	await connected;
}

/** Speaks with camera and microphone. */
async function addSpeaker(loss: UplinkLoss): Promise<TestEndpoint> {
	const speaker = await node.join(conferenceId, 'speaker');
	const transport = new SendingTransport(host, speaker.transports.send, recording);
	transport.lose(loss);
	await connect(speaker, transport);
	for (const source of ['camera', 'microphone'] as const) {
		const { kind, rtpParameters } = transport.produce(source);
		await node.ask.produce({ ...speaker.ids, transportId: transport.id, kind, source, rtpParameters, paused: false });
	}
	return speaker;
}

async function addReceiver(endpointId: string, speaker: TestEndpoint): Promise<ReceivedTrack[]> {
	const { rtpCapabilities } = await node.ask.open({ conferenceId });
	const capable = receivingCapabilities(rtpCapabilities);
	const receiver = await node.join(conferenceId, endpointId, capable);
	const transport = new ReceivingTransport(host, receiver.transports.receive);
	await connect(receiver, transport);
	for (const source of ['camera', 'microphone'] as const) {
		const { consumerId, kind, rtpParameters } = await receiver.receives(source, speaker);
		transport.consume({ consumerId, kind, rtpParameters });
		await receiver.watch(consumerId);
	}
	return [...transport.tracks.values()];
}

const measured = (endpointId: string) =>
	node.notices.of('links').flatMap(({ links }) => links.filter((link) => link.endpointId === endpointId));

test('a speaker whose packets get lost degrades nobody who listens', async () => {
	const speaker = await addSpeaker({ share: 0.2, forGood: true });
	await node.declare(conferenceId, { tracks: [speaker.at('main'), speaker.at('audio')] });
	const listeners = ['first', 'second', 'third'];
	await Promise.all(listeners.map((endpointId) => addReceiver(endpointId, speaker)));

	const judged = () => listeners.map((each) => measured(each).filter(({ down }) => down.loss !== null).length);
	await expect
		.poll(() => Math.min(...judged()), { message: 'listeners to be judged', timeout: 40_000 })
		.toBeGreaterThan(40);

	// A busy machine may lose some of theirs, too; blamed for the speaker's losses they would be weak throughout.
	const known = listeners.flatMap(measured).filter(({ down }) => down.loss !== null);
	const unharmed = known.filter((link) => link.carrying === 'all' && gradeOf(link) === 'good');
	expect(unharmed.length / known.length, JSON.stringify(known.at(-1))).toBeGreaterThan(0.5);
	const own = measured('speaker').at(-1);
	expect(own && gradeOf(own)).toBe('weak');
}, 60_000);

test('what a speaker loses on the way is asked for again, and reaches who listens', async () => {
	const speaker = await addSpeaker({ share: 0.05, forGood: false });
	await node.declare(conferenceId, { tracks: [speaker.at('main'), speaker.at('audio')] });
	const tracks = (await Promise.all(['first', 'second'].map((each) => addReceiver(each, speaker)))).flat();
	const pictures = tracks.filter(({ kind }) => kind === 'video');
	expect(pictures).toHaveLength(2);
	for (const track of pictures) {
		await expect
			.poll(() => track.counters.packets, { message: 'a thousand packets of the picture', timeout: 60_000 })
			.toBeGreaterThan(1_000);
		const { packets, lost, recovered } = track.counters;
		expect(recovered, 'what came late').toBeGreaterThan(0);
		expect(lost / packets, 'what never came').toBeLessThan(0.02);
	}
}, 150_000);
