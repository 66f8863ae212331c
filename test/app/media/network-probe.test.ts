import type { MediaSignalling } from '#lib/media/media-signalling.ts';
import { probeNetwork } from '#lib/media/network-probe.ts';
import { connectWithin } from '#lib/media/path.ts';
import { Relay } from '#lib/media/relay.ts';
import type { TransportOptions } from 'mediasoup-client/types';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** As Firefox's behind a firewall: only a relay that it has from the start gets through, and it takes none later. */
class FakeTransport extends EventEmitter {
	readonly id = 't';
	connectionState = 'new';
	readonly #servers: readonly RTCIceServer[];
	readonly updateIceServers = () =>
		Promise.reject(Object.assign(new Error('not supported'), { name: 'UnsupportedError' }));
	readonly restartIce = vi.fn(() => Promise.resolve());
	readonly close = vi.fn();

	constructor(servers: readonly RTCIceServer[]) {
		super();
		this.#servers = servers;
	}

	async produce(): Promise<void> {
		await Promise.resolve();
		if (this.#servers.length > 0) setTimeout(() => this.#become('connected'), 500);
	}

	async getStats(): Promise<Map<string, object>> {
		return new Map<string, object>([
			['t', { id: 't', type: 'transport', selectedCandidatePairId: 'p' }],
			['p', { id: 'p', type: 'candidate-pair', remoteCandidateId: 'r', localCandidateId: 'l' }],
			['r', { id: 'r', protocol: 'udp' }],
			['l', { id: 'l', candidateType: 'relay' }],
		]);
	}

	#become(state: string): void {
		this.connectionState = state;
		this.emit('connectionstatechange', state);
	}
}

let transports: FakeTransport[];
let asked: string[];

vi.mock('mediasoup-client', () => ({
	Device: {
		factory: async () => ({
			load: async () => {},
			createSendTransport({ iceServers = [] }: Pick<TransportOptions, 'iceServers'>) {
				const transport = new FakeTransport(iceServers);
				transports.push(transport);
				return transport;
			},
		}),
	},
}));

const signallingWith = (servers: readonly RTCIceServer[]): MediaSignalling => ({
	relay: new Relay(() => servers),
	request: (async (name: string) => {
		asked.push(name);
		return { send: { iceCandidates: [] }, iceParameters: {} };
	}) as unknown as MediaSignalling['request'],
	on: () => () => {},
});

beforeEach(() => {
	vi.useFakeTimers();
	transports = [];
	asked = [];
	vi.stubGlobal(
		'AudioContext',
		class {
			createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [{}] } });
			close = () => Promise.resolve();
		},
	);
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test('Firefox, whose relay cannot be named to a transport that stands, begins anew with it, within the same time', async () => {
	const found = probeNetwork(signallingWith([{ urls: 'turns:turn.tinh.gov.vn:443' }]));
	await vi.advanceTimersByTimeAsync(connectWithin - 1);
	await expect(found).resolves.toMatchObject({ reachable: true, way: 'relay' });
	expect(transports).toHaveLength(2);
	for (const transport of transports) expect(transport.close).toHaveBeenCalledOnce();
	expect(asked.filter((name) => name === 'join')).toHaveLength(2);
});

test('where no way is found and there is no relay, nothing is begun anew', async () => {
	const found = probeNetwork(signallingWith([]));
	await vi.advanceTimersByTimeAsync(connectWithin);
	await expect(found).resolves.toMatchObject({ reachable: false, way: null });
	expect(transports).toHaveLength(1);
});

test('a browser that makes no silence leaves nothing behind', async () => {
	vi.stubGlobal(
		'AudioContext',
		class {
			constructor() {
				throw new DOMException('too many', 'NotSupportedError');
			}
		},
	);
	await expect(probeNetwork(signallingWith([]))).rejects.toThrow('too many');
	expect(transports[0]?.close).toHaveBeenCalledOnce();
	expect(asked.at(-1)).toBe('leave');
});
