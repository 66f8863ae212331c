import { MediaRefusal, type MediaSignalling } from '#lib/media/media-signalling.ts';
import { connectWithin, Path, type PathState } from '#lib/media/path.ts';
import { Relay } from '#lib/media/relay.ts';
import type { Transport } from 'mediasoup-client/types';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A transport whose state the test sets; mediasoup-client's own is not reached. */
class FakeTransport extends EventEmitter {
	readonly id = 't';
	connectionState = 'new';
	readonly updateIceServers = vi.fn(() => Promise.resolve());
	readonly restartIce = vi.fn(() => Promise.resolve());
	readonly close = vi.fn();

	/** Something is to be carried for the first time. */
	begin() {
		const [done, refused] = [vi.fn(), vi.fn()];
		this.emit('connect', { dtlsParameters: {} }, done, refused);
		return { done, refused };
	}

	become(state: string): void {
		this.connectionState = state;
		this.emit('connectionstatechange', state);
	}
}

let transport: FakeTransport;
let states: PathState[];
let failed: number;
let relayed: number;

function pathWith(
	servers: readonly RTCIceServer[] = [],
	relay = new Relay(() => servers),
	request: () => Promise<never> = () => Promise.resolve({ iceParameters: {} } as never),
): Path {
	const signalling: MediaSignalling = {
		relay,
		request,
		on: () => () => {},
	};
	return new Path(transport as unknown as Transport, {
		signalling,
		onState: (state) => states.push(state),
		onRestarted: () => {},
		onRelay: () => (relayed += 1),
		onFailed: () => (failed += 1),
	});
}

beforeEach(() => {
	vi.useFakeTimers();
	transport = new FakeTransport();
	states = [];
	failed = relayed = 0;
});

afterEach(() => vi.useRealTimers());

test('a connecting that is not answered is asked for again, and the person told meanwhile', async () => {
	const answers = [new MediaRefusal('media-node-timeout'), new MediaRefusal('too-many-requests'), null];
	const request = vi.fn(async () => {
		const answer = answers.shift();
		if (answer) throw answer;
		return null as never;
	});
	pathWith([], undefined, request);
	const { done, refused } = transport.begin();
	await vi.advanceTimersByTimeAsync(0);
	expect(states).toEqual(['connecting', 'interrupted']);
	await vi.advanceTimersByTimeAsync(999);
	expect(done).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1);
	expect(done).toHaveBeenCalledOnce();
	transport.become('connected');
	expect([states.at(-1), failed]).toEqual(['connected', 0]);
	expect(request).toHaveBeenCalledTimes(3);
	expect(refused).not.toHaveBeenCalled();
});

test('where no answer comes at all, or the transport is gone, the device joins anew', async () => {
	const silent = vi.fn(() => Promise.reject(new MediaRefusal('media-node-timeout')));
	pathWith([], undefined, silent);
	const { refused } = transport.begin();
	await vi.advanceTimersByTimeAsync(connectWithin);
	expect([states.at(-1), failed]).toEqual(['broken', 1]);
	const asked = silent.mock.calls.length;
	await vi.advanceTimersByTimeAsync(connectWithin);
	expect(silent).toHaveBeenCalledTimes(asked);
	expect(refused).toHaveBeenCalledOnce();

	pathWith([], undefined, () => Promise.reject(new MediaRefusal('endpoint-unknown')));
	transport.begin();
	await vi.advanceTimersByTimeAsync(0);
	expect(failed).toBe(2);
});

test('a transport with nothing to carry is no trouble, however long that lasts', async () => {
	const path = pathWith();
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	expect(path.state).toBe('unused');
	expect(failed).toBe(0);
});

test('one that should carry and stays `new`, as in a Firefox that finds no candidate, is called broken after 8 s', async () => {
	const path = pathWith();
	transport.begin();
	expect(path.state).toBe('connecting');
	await vi.advanceTimersByTimeAsync(connectWithin - 1);
	expect(failed).toBe(0);
	await vi.advanceTimersByTimeAsync(1);
	expect(transport.connectionState).toBe('new');
	expect(states).toEqual(['connecting', 'broken']);
	expect(failed).toBe(1);
});

test('a path that stood and was lost is repaired; it fails once that takes too long', async () => {
	const path = pathWith();
	transport.begin();
	transport.become('connecting');
	transport.become('connected');
	transport.become('disconnected');
	expect(path.state).toBe('interrupted');
	await vi.advanceTimersByTimeAsync(1000);
	expect(transport.restartIce).toHaveBeenCalledOnce();
	transport.become('connected');
	expect(path.state).toBe('connected');
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	expect(failed).toBe(0);
	transport.become('failed');
	await vi.advanceTimersByTimeAsync(connectWithin);
	expect(path.state).toBe('broken');
	expect(failed).toBe(1);
});

test('the relay is tried after 3 s, and may take longer than the deadline; the person is told meanwhile', async () => {
	const path = pathWith([{ urls: 'turns:turn.tinh.gov.vn:443' }]);
	transport.begin();
	await vi.advanceTimersByTimeAsync(3000);
	expect(relayed).toBe(1);
	path.takeRelay();
	await vi.advanceTimersByTimeAsync(5500);
	expect(path.state).toBe('broken');
	expect(failed).toBe(0);
	transport.become('connected');
	expect(path.state).toBe('connected');
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	expect(failed).toBe(0);
});

/** mediasoup-client 3.24 names no servers to a transport of Firefox that stands. */
const asInFirefox = () => transport.updateIceServers.mockRejectedValue(new Error('not supported'));

test('in Firefox, too, ICE begins anew without joining anew', async () => {
	asInFirefox();
	const path = pathWith([{ urls: 'turns:turn.tinh.gov.vn:443' }]);
	transport.begin();
	transport.become('connected');
	await path.repair();
	expect(transport.restartIce).toHaveBeenCalledOnce();
	expect(path.state).toBe('connected');
	expect(failed).toBe(0);
});

test('where no direct way is found, Firefox joins anew at once, which brings the relay', async () => {
	asInFirefox();
	const path = pathWith([{ urls: 'turns:turn.tinh.gov.vn:443' }]);
	transport.begin();
	await vi.advanceTimersByTimeAsync(3000);
	expect(relayed).toBe(1);
	path.takeRelay();
	await vi.advanceTimersByTimeAsync(0);
	expect(transport.restartIce).not.toHaveBeenCalled();
	expect(failed).toBe(1);
});

test('a path beyond repair ends its transport, which may still stand and send', async () => {
	const path = pathWith();
	transport.begin();
	transport.become('connected');
	transport.restartIce.mockRejectedValue(new Error('refused'));
	await path.repair();
	expect(failed).toBe(1);
	expect(transport.close).toHaveBeenCalledOnce();
});

test('a closed path says and does nothing more', async () => {
	const path = pathWith();
	transport.begin();
	path.close();
	path.close();
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	expect(transport.close).toHaveBeenCalledOnce();
	expect(states).toEqual(['connecting']);
	expect(failed).toBe(0);
});

test('a path over the relay takes new credentials while it stands, and goes on', async () => {
	let credential = 'of yesterday';
	const relay = new Relay(() => [{ urls: 'turns:turn.tinh.gov.vn:443', credential }]);
	const path = pathWith([], relay);
	transport.begin();
	relay.need();
	path.takeRelay();
	transport.become('connected');
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	transport.restartIce.mockClear();
	credential = 'of today';
	await path.repair();
	expect(transport.updateIceServers).toHaveBeenLastCalledWith({
		iceServers: [expect.objectContaining({ credential: 'of today' })],
	});
	expect(transport.restartIce).toHaveBeenCalledOnce();
	await vi.advanceTimersByTimeAsync(10 * connectWithin);
	expect(path.state).toBe('connected');
	expect(failed).toBe(0);
});
