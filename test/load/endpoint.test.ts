import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BareRouter } from './bare-router.ts';
import { epochNow } from './endpoint/clock.ts';
import { EndpointHost } from './endpoint/endpoint-host.ts';
import { loadRecording } from './recording/recording.ts';

const recording = loadRecording();
let bare: BareRouter;
let host: EndpointHost;

beforeAll(async () => {
	bare = await BareRouter.start();
	host = new EndpointHost();
});

afterAll(() => {
	host.close();
	bare.close();
});

/** Waits until `ready`, and says what for when it takes longer than 10 s. */
async function until(what: string, ready: () => boolean): Promise<void> {
	const end = epochNow() + 10_000;
	while (!ready()) {
		if (epochNow() > end) throw new Error(`waited in vain for ${what}`);
		await wait(10);
	}
}

describe('endpoints at a real mediasoup worker', () => {
	it('receive a camera and a microphone whole, key frames when asked, and layers as they are switched', async () => {
		const sender = await bare.addSender(host, recording);
		const camera = sender.endpoint.produce('camera');
		const microphone = sender.endpoint.produce('microphone');
		const video = await sender.transport.produce({ kind: 'video', rtpParameters: camera.rtpParameters });
		const audio = await sender.transport.produce({ kind: 'audio', rtpParameters: microphone.rtpParameters });
		const receiver = await bare.addReceiver(host);
		const { consumer, track } = await bare.consume(receiver, video);
		const { track: sound } = await bare.consume(receiver, audio);

		await until('720p', () => track.counters.size?.height === 720);
		await until('sound', () => sound.counters.packets > 50);
		const before = epochNow();
		await wait(350);
		expect(track.keyFrameSince(before)).toBeUndefined();
		expect(receiver.endpoint.requestKeyFrame(consumer.id)).toBe(true);
		await until('a key frame', () => track.keyFrameSince(before) !== undefined);
		expect(track.keyFrameSince(before)).toMatchObject({ width: 1280, height: 720 });

		camera.setLayers(1);
		await until('180p', () => track.counters.size?.height === 180);
		camera.setLayers(0);
		await wait(200);
		const resting = track.counters.packets;
		await wait(300);
		expect(track.counters.packets).toBe(resting);
		camera.setLayers(3);
		await until('720p again', () => track.counters.size?.height === 720);

		for (const { counters } of [track, sound]) {
			expect(counters).toMatchObject({ lost: 0, missing: 0, forged: 0 });
			expect(counters.firstPacketAt).toBeLessThan(epochNow());
		}
		expect(track.counters.packets).toBeGreaterThan(200);

		expect(receiver.endpoint.drop(consumer.id)).toBe(track);
		consumer.close();
		const { track: again } = await bare.consume(receiver, video);
		await until('the camera anew', () => again.counters.packets > 100);
		expect(again.counters.lost).toBe(0);
		const [stats] = await sender.transport.getStats();
		expect(stats?.rtpPacketLossReceived ?? 0).toBe(0);
		sender.endpoint.close();
		receiver.endpoint.close();
	});

	it('go on after an ICE restart from another port', async () => {
		const sender = await bare.addSender(host, recording);
		const microphone = sender.endpoint.produce('microphone');
		const audio = await sender.transport.produce({ kind: 'audio', rtpParameters: microphone.rtpParameters });
		const receiver = await bare.addReceiver(host);
		const { track } = await bare.consume(receiver, audio);
		await until('sound', () => track.counters.packets > 10);
		const { remotePort } = receiver.transport.iceSelectedTuple ?? {};
		receiver.endpoint.restartIce(await receiver.transport.restartIce());
		await until('another port', () => receiver.transport.iceSelectedTuple?.remotePort !== remotePort);
		const { packets } = track.counters;
		await until('more sound', () => track.counters.packets > packets + 20);
		sender.endpoint.close();
		receiver.endpoint.close();
	});

	it('say goodbye, notice one, and leave nothing behind', async () => {
		const staying = host.size;
		const leaving = await bare.addReceiver(host);
		leaving.endpoint.close();
		leaving.endpoint.close();
		await until('the server to hear the goodbye', () => leaving.transport.dtlsState === 'closed');
		const left = await bare.addReceiver(host);
		const reasons: string[] = [];
		left.endpoint.on('failed', (reason) => reasons.push(reason));
		left.transport.close();
		await until('the goodbye of the server', () => reasons.length > 0);
		expect(reasons).toEqual(['closed by the server']);
		expect(left.endpoint.state).toBe('failed');
		left.endpoint.close();
		expect(host.size).toBe(staying);
	});
});
