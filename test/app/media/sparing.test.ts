import '../../support/runes.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import type { MediaSignalling } from '#lib/media/media-signalling.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import { TileFit } from '#lib/media/tile-fit.ts';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, fakeTrack, FakeTransport } from './fake-sending.ts';

const transports = vi.hoisted(() => ({ send: {}, receive: {} }));
vi.mock('#lib/media/open-device.ts', () => ({
	openDevice: async () => ({
		recvRtpCapabilities: {},
		createSendTransport: () => transports.send,
		createRecvTransport: () => transports.receive,
	}),
}));

/** Of 30 frames a second of each picture the browser drops so many. */
let dropping: number;
/** the layer that the server was told last, by consumer */
let watched: Map<string, Layer | null>;
/** of voices: how often they were told of */
let voicesTold: number;
let sending: FakeTransport;
let session: MediaSession;
let fit: TileFit;

/** As mediasoup-client's receiving transport, with Chromium's statistics. */
const receiving = {
	id: 'receive',
	connectionState: 'connected',
	on() {},
	close() {},
	async consume({ id, kind }: { id: string; kind: string }) {
		const count = { framesReceived: 0, framesDropped: 0 };
		const getStats = async () => {
			count.framesReceived += 30;
			count.framesDropped += dropping;
			const report = { type: 'inbound-rtp', kind, packetsLost: 0, framesDecoded: count.framesReceived, ...count };
			return new Map([['in', report]]);
		};
		return { id, kind, track: {}, getStats, close() {} };
	},
};

beforeEach(async () => {
	vi.useFakeTimers();
	dropping = 0;
	watched = new Map();
	voicesTold = 0;
	const page = Object.assign(new EventTarget(), { hidden: false, visibilityState: 'visible' });
	const camera = Object.assign(new EventTarget(), fakeTrack('video'), { stop() {} });
	class Stream {
		getTracks() {
			return [camera];
		}
	}
	class Observer {
		observe() {}
		disconnect() {}
	}
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
	vi.stubGlobal('devicePixelRatio', 1);
	vi.stubGlobal('RTCPeerConnection', class {});
	vi.stubGlobal('MediaStream', Stream);
	vi.stubGlobal('ResizeObserver', Observer);
	vi.stubGlobal('IntersectionObserver', Observer);
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => new Stream() } });
	sending = Object.assign(new FakeTransport(), { close() {} });
	Object.assign(transports, { send: sending, receive: receiving });

	const server = new FakeServer();
	const request = async (name: string, input: { consumerId: string; layer: Layer | null }) => {
		if (name === 'join') return { send: { ...described, id: 'send' }, receive: { ...described, id: 'receive' } };
		if (name === 'watch') {
			watched.set(input.consumerId, input.layer);
			if (input.consumerId === 'voice') voicesTold += 1;
		}
		return server.signalling.request(name as 'watch', input);
	};
	const signalling = { ...server.signalling, request: request as MediaSignalling['request'] };
	fit = new TileFit(2, () => session.fit());
	session = new MediaSession(signalling, mediaProfiles.tablet, (track, sparing) => fit.layerOf(track, sparing));
	await session.publishCamera();
	await session.join();
	const tileOf = (height: number) => ({ getBoundingClientRect: () => ({ height }) }) as Element;
	fit.observe('main', tileOf(900));
	fit.observe('beside', tileOf(150), true);
	for (const [consumerId, source] of [
		['main', 'camera'],
		['beside', 'camera'],
		['voice', 'microphone'],
	]) {
		const kind = source === 'microphone' ? 'audio' : 'video';
		const ids = {
			transportId: 'receive',
			consumerId,
			producerId: `p-${consumerId}`,
			sourceEndpointId: `e-${consumerId}`,
		};
		server.tell('consumer-created', { ...ids, source, kind, rtpParameters: {}, muted: false, viewed: false });
	}
	server.tell('source-wanted', { source: 'camera', layers: 3 });
	// Its frames leave all the time.
	setInterval(() => {
		for (const sender of sending.senders) sender.framesSent += 30;
	}, 1_000);
	await vi.advanceTimersByTimeAsync(100);
});

afterEach(() => {
	session.close();
	fit.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const described = { iceCandidates: [] };

/** What is asked of the server of the main picture and of the one beside it, after so many seconds more. */
async function after(seconds: number): Promise<(Layer | null | undefined)[]> {
	await vi.advanceTimersByTimeAsync(seconds * 1_000);
	return [watched.get('main'), watched.get('beside')];
}

test('frames that the browser drops cost the picture beside the main one, then the size of that, never a voice; they come back', async () => {
	expect(await after(60)).toEqual([2, 0]);
	dropping = 10;
	expect(await after(13)).toEqual([2, null]);
	expect(await after(12)).toEqual([1, null]);
	expect(await after(12)).toEqual([0, null]);
	expect(await after(600)).toEqual([0, null]);
	dropping = 0;
	expect(await after(16)).toEqual([1, null]);
	expect(await after(15)).toEqual([2, null]);
	expect(await after(15)).toEqual([2, 0]);
	expect([watched.get('voice'), voicesTold]).toEqual([undefined, 0]);
});

test('a camera that the processor cannot encode costs what others send beside the main picture, and its largest layer alone', async () => {
	const [sender] = sending.senders;
	if (!sender) throw new Error('the camera is sent');
	sender.limitedBy = 'cpu';
	expect(await after(14)).toEqual([2, null]);
	expect(await after(12)).toEqual([1, null]);
	expect(await after(600)).toEqual([1, null]);
	sender.limitedBy = 'bandwidth';
	expect(await after(32)).toEqual([2, 0]);
	expect([watched.get('voice'), voicesTold]).toEqual([undefined, 0]);
});
