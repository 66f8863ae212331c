import type { MediaSignalling } from '#lib/media/media-signalling.ts';
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
	begin(): void {
		this.emit(
			'connect',
			{ dtlsParameters: {} },
			() => {},
			() => {},
		);
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

function pathWith(servers: readonly RTCIceServer[] = [], relay = new Relay(() => servers)): Path {
	const signalling: MediaSignalling = {
		relay,
		request: () => Promise.resolve({ iceParameters: {} } as never),
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
