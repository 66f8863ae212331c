import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { SentTracks } from '#lib/media/sent-tracks.ts';
import { FakeServer, fakeTrack, FakeTransport } from './fake-sending.ts';

let server: FakeServer;
let transport: FakeTransport;
let sent: SentTracks;
const onLost = vi.fn();
const onStuck = vi.fn();
const onFlow = vi.fn();
const onEncoding = vi.fn();

beforeEach(() => {
	vi.useFakeTimers();
	for (const told of [onLost, onStuck, onFlow, onEncoding]) told.mockReset();
	server = new FakeServer();
	transport = new FakeTransport();
	const told = { onFlow, onEncoding, onStuck, onLost };
	sent = new SentTracks({ signalling: server.signalling, profile: mediaProfiles.room, ...told });
	sent.follow(transport.asTransport);
});

afterEach(() => {
	sent.close();
	vi.useRealTimers();
});

const publishCamera = () => sent.apply('camera', { track: fakeTrack('video'), muted: false });
const camera = () => transport.senders[0] ?? expect.fail('the camera is published');
/** Lets what has begun come to rest; no timer fires. */
const rest = () => vi.advanceTimersByTimeAsync(0);

describe('without the server', () => {
	it('a microphone that was muted sends as soon as it is opened, and nobody is asked before it is back', async () => {
		const track = fakeTrack('audio');
		await sent.apply('microphone', { track, muted: true });
		const [microphone] = transport.senders;
		sent.alone = true;
		await rest();
		expect(microphone?.track, 'muted').toBeNull();
		await sent.apply('microphone', { track, muted: false });
		await rest();
		expect(microphone?.track).toBe(track);
		expect(server.asked).toEqual(['produce microphone']);
		await sent.apply('microphone', { track, muted: true });
		sent.alone = false;
		await rest();
		expect(server.asked, 'what is as it was before').toEqual(['produce microphone']);
		expect(microphone?.track).toBeNull();
	});

	it('a camera that nobody took sends its smallest layer, another one in its place too, and what changed is told', async () => {
		await publishCamera();
		sent.alone = true;
		await rest();
		expect(camera().active).toEqual([true, false, false]);
		const other = fakeTrack('video');
		await sent.apply('camera', { track: other, muted: false });
		await rest();
		expect(camera().track).toBe(other);
		await sent.apply('camera', null);
		await rest();
		expect(camera().track).toBeNull();
		sent.alone = false;
		await rest();
		expect(server.asked).toEqual(['produce camera', 'close-producer']);
	});
});

describe('what is sent of a camera', () => {
	it('is nothing before somebody takes it, though no layer is paused in the description', async () => {
		const held = server.hold();
		const publishing = publishCamera();
		await rest();
		expect(server.asked).toEqual(['produce camera']);
		expect(camera().active, 'before the server has answered').toEqual([false, false, false]);
		held();
		await publishing;
		expect(camera().active).toEqual([false, false, false]);
	});

	it('is nothing in the moments in which a negotiation has switched all layers on', async () => {
		await publishCamera();
		await sent.apply('microphone', { track: fakeTrack('audio'), muted: false });
		transport.negotiate();
		await sent.apply('camera', { track: fakeTrack('video'), muted: false });
		transport.negotiate();
		expect(transport.senders.map(({ leaked }) => leaked)).toEqual([false, false]);
		const other = fakeTrack('video');
		await sent.apply('camera', { track: other, muted: false });
		server.tell('source-wanted', { source: 'camera', layers: 1 });
		await rest();
		expect(camera().track, 'taken').toBe(other);
		transport.negotiate();
		await sent.apply('camera', { track: other, muted: true });
		expect(camera().track, 'muted').toBeNull();
	});

	it('is what was taken while the server had not answered yet', async () => {
		const held = server.hold();
		const publishing = publishCamera();
		await rest();
		server.tell('source-wanted', { source: 'camera', layers: 2 });
		held();
		await publishing;
		expect(camera().active).toEqual([true, true, false]);
	});

	it('stays as it is taken through every step of the transport', async () => {
		await publishCamera();
		server.tell('source-wanted', { source: 'camera', layers: 1 });
		await rest();
		const asWanted = [true, false, false];
		expect(camera().active).toEqual(asWanted);

		await sent.apply('screen', { track: fakeTrack('video'), muted: false });
		await rest();
		expect(camera().active, 'a screen is shared').toEqual(asWanted);

		await sent.apply('screen', null);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(camera().active, 'the screen has ended').toEqual(asWanted);

		transport.negotiate();
		sent.settle();
		await rest();
		expect(camera().active, 'ICE restarted').toEqual(asWanted);

		transport.negotiate();
		await vi.advanceTimersByTimeAsync(1_000);
		expect(camera().active, 'a step that nobody told of').toEqual(asWanted);

		await sent.apply('camera', { track: fakeTrack('video'), muted: false });
		expect(camera().active, 'another camera').toEqual(asWanted);
	});

	it('is left alone while it is sent as it is taken: asking its sender holds the page up', async () => {
		await publishCamera();
		server.tell('source-wanted', { source: 'camera', layers: 2 });
		await rest();
		const { asked } = camera();
		for (let second = 0; second < 10; second += 1) {
			camera().framesSent += 30;
			await vi.advanceTimersByTimeAsync(1_000);
		}
		expect(camera().asked).toBe(asked);
	});

	it('is asked for again when the browser refuses', async () => {
		await publishCamera();
		camera().refusals = 2;
		server.tell('source-wanted', { source: 'camera', layers: 3 });
		await rest();
		expect(camera().active).toEqual([false, false, false]);
		await vi.advanceTimersByTimeAsync(500);
		expect(camera().active).toEqual([true, true, true]);
	});

	it('ends as it was taken last, however quickly that changed', async () => {
		await publishCamera();
		for (const layers of [3, 0, 3, 1, 0] as const) server.tell('source-wanted', { source: 'camera', layers });
		await rest();
		expect(camera().active).toEqual([false, false, false]);
	});
});

describe('muting', () => {
	const microphone = { track: fakeTrack('audio'), muted: false };
	const sender = () => transport.senders[0] ?? expect.fail('the microphone is published');

	beforeEach(async () => {
		await sent.apply('microphone', microphone);
		server.tell('source-wanted', { source: 'microphone', layers: 1 });
		await rest();
		expect(sender().active).toEqual([true]);
	});

	it('negotiates nothing, sends nothing at once and tells the server', async () => {
		const held = server.hold();
		const muting = sent.apply('microphone', { ...microphone, muted: true });
		await rest();
		expect(sender().active, 'before the server has answered').toEqual([false]);
		held();
		await muting;
		expect(server.asked.at(-1)).toBe('pause-producer');
		await sent.apply('microphone', microphone);
		expect(server.asked.at(-1)).toBe('resume-producer');
		await rest();
		expect(sender().active).toEqual([true]);
		expect(transport.senders).toHaveLength(1);
	});

	it('takes the track away: Firefox goes on sending sound that is only switched off', async () => {
		expect(sender().track).toBe(microphone.track);
		await sent.apply('microphone', { ...microphone, muted: true });
		await rest();
		expect(sender().track).toBeNull();
		const other = fakeTrack('audio');
		await sent.apply('microphone', { track: other, muted: true });
		await rest();
		expect(sender().track, 'another microphone').toBeNull();
		await sent.apply('microphone', { track: other, muted: false });
		await rest();
		expect(sender().track).toBe(other);
		server.tell('source-wanted', { source: 'microphone', layers: 0 });
		await rest();
		expect(sender().track, 'nobody takes it').toBeNull();
	});

	it('of somebody whom the server refuses to unmute stays, and is asked for anew', async () => {
		await sent.apply('microphone', { ...microphone, muted: true });
		server.refuse.set('resume-producer', 'too-many-requests');
		await expect(sent.apply('microphone', microphone)).rejects.toThrow('too-many-requests');
		await rest();
		expect(sender().active).toEqual([false]);
		server.refuse.clear();
		await sent.apply('microphone', microphone);
		await rest();
		expect(sender().active).toEqual([true]);
	});

	it('wins over an unmuting whose answer comes late', async () => {
		await sent.apply('microphone', { ...microphone, muted: true });
		sender().log.length = 0;
		const held = server.hold();
		const unmuting = sent.apply('microphone', microphone);
		await rest();
		const muting = sent.apply('microphone', { ...microphone, muted: true });
		held();
		await unmuting;
		await muting;
		await rest();
		expect(sender().log.flat()).not.toContain(true);
		expect(server.asked.at(-1)).toBe('pause-producer');
	});
});

describe('what should leave and does not', () => {
	const frames = async (seconds: number, each: number) => {
		for (let second = 0; second < seconds; second += 1) {
			const sender = transport.senders.at(-1);
			if (sender) sender.framesSent += each;
			await vi.advanceTimersByTimeAsync(1_000);
		}
	};

	it('is switched off and on, then published anew without losing its place, then calls for joining anew', async () => {
		await publishCamera();
		server.tell('source-wanted', { source: 'camera', layers: 3 });
		await frames(2, 30);
		expect(onFlow).toHaveBeenLastCalledWith('camera', 'flowing');
		camera().log.length = 0;
		await frames(3, 0);
		expect(onFlow).toHaveBeenLastCalledWith('camera', 'stalled');
		expect(camera().log).toEqual([
			[false, false, false],
			[true, true, true],
		]);
		await frames(3, 0);
		expect(transport.senders).toHaveLength(2);
		expect(server.asked).not.toContain('close-producer');
		server.tell('source-wanted', { source: 'camera', layers: 3 });
		await frames(4, 0);
		expect(onStuck).toHaveBeenCalledOnce();
		await frames(1, 30);
		expect(onFlow).toHaveBeenLastCalledWith('camera', 'flowing');
	});

	it('is nothing where nobody takes it, or it is muted', async () => {
		await publishCamera();
		await frames(20, 0);
		server.tell('source-wanted', { source: 'camera', layers: 3 });
		await sent.apply('camera', { track: fakeTrack('video'), muted: true });
		await frames(20, 0);
		expect(new Set(onFlow.mock.calls.map(([, flow]) => flow as string))).toEqual(new Set(['none']));
		expect(transport.senders).toHaveLength(1);
		expect(onStuck).not.toHaveBeenCalled();
	});
});

it('a source that the server refuses is not kept; one that is no longer known calls for joining anew', async () => {
	server.refuse.set('produce', 'not-allowed');
	await expect(sent.apply('screen', { track: fakeTrack('video'), muted: false })).rejects.toThrow('not-allowed');
	server.refuse.set('produce', 'endpoint-unknown');
	await publishCamera();
	expect(onLost).toHaveBeenCalledOnce();
});
