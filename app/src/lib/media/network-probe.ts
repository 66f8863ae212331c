import type { Transport, TransportOptions } from 'mediasoup-client/types';
import { mediaAddresses } from './media-addresses.ts';
import type { MediaSignalling } from './media-signalling.ts';
import { openDevice } from './open-device.ts';
import { connectWithin } from './path.ts';
import { directWithin, restartIce } from './relay.ts';

export interface NetworkResult {
	/** Did media reach the server? */
	reachable: boolean;
	/**
	 * `tcp` when UDP does not get through: it works, but suffers more from loss. `relay`: nothing gets through to the
	 * media ports, so that a TURN server passes it on.
	 */
	way: 'udp' | 'tcp' | 'relay' | null;
	/** Round trip to the media port, in ms. */
	roundTripMs: number | null;
	/** Where media goes, as whoever runs a firewall wants to read it. */
	addresses: readonly string[];
}

type Path = Pick<NetworkResult, 'way' | 'roundTripMs'>;

/**
 * Tries the way to the media ports as a real meeting will take it (ICE, DTLS), with a silent track that the server does
 * not take up. Joins and leaves as a probe: not to be used while the same device is joined. Rejects with MediaRefusal.
 */
export async function probeNetwork(signalling: MediaSignalling, timeoutMs = connectWithin): Promise<NetworkResult> {
	const device = await openDevice(signalling);
	const { send } = await signalling.request('join', { rtpCapabilities: device.recvRtpCapabilities, probe: true });
	const addresses = mediaAddresses(send.iceCandidates);
	const unreachable = { reachable: false, way: null, roundTripMs: null, addresses };
	const { iceServers } = signalling.relay;
	/** what is undone in the end, however far it came */
	const undoing: (() => void)[] = [() => void signalling.request('leave', {}).catch(() => {})];
	try {
		const transport = device.createSendTransport({ ...(send as TransportOptions), iceServers });
		undoing.push(() => transport.close());
		const silence = new AudioContext();
		undoing.push(() => void silence.close().catch(() => {}));
		transport.on('connect', ({ dtlsParameters }, done, failed) => {
			signalling.request('connect-transport', { transportId: transport.id, dtlsParameters }).then(done, failed);
		});
		// Nothing is published: the path is all that is wanted.
		transport.on('produce', (_, done) => done({ id: 'probe' }));
		const track = silence.createMediaStreamDestination().stream.getAudioTracks()[0];
		if (!track) return unreachable;
		await transport.produce({ track });
		const end = performance.now() + timeoutMs;
		if (!(await isConnectedWithin(transport, directWithin)) && iceServers.length === 0 && signalling.relay.need()) {
			try {
				await restartIce(transport, signalling);
			} catch (error) {
				if (!(error instanceof Error && error.name === 'UnsupportedError')) throw error;
				// No relay can be named to what stands, as in Firefox: what begins anew has it from the start.
				return await probeNetwork(signalling, end - performance.now());
			}
		}
		const reached = await isConnectedWithin(transport, end - performance.now());
		return reached ? { reachable: true, ...(await describePath(transport)), addresses } : unreachable;
	} finally {
		for (const undo of undoing.toReversed()) undo();
	}
}

function isConnectedWithin(transport: Transport, timeoutMs: number): Promise<boolean> {
	return new Promise((resolve) => {
		if (transport.connectionState === 'connected') return resolve(true);
		const timer = setTimeout(resolve, timeoutMs, false);
		transport.on('connectionstatechange', (state) => {
			if (state !== 'connected' && state !== 'failed') return;
			clearTimeout(timer);
			resolve(state === 'connected');
		});
	});
}

async function describePath(transport: Transport): Promise<Path> {
	const stats = new Map<string, Record<string, unknown>>();
	(await transport.getStats()).forEach((entry: { id: string }) => stats.set(entry.id, { ...entry }));
	const chosen = [...stats.values()].find((entry) => entry['type'] === 'transport')?.['selectedCandidatePairId'];
	const pair =
		stats.get(String(chosen)) ??
		// Firefox names no selected pair.
		[...stats.values()].find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true);
	const { protocol } = stats.get(String(pair?.['remoteCandidateId'])) ?? {};
	const { candidateType } = stats.get(String(pair?.['localCandidateId'])) ?? {};
	const direct = protocol === 'udp' || protocol === 'tcp' ? protocol : null;
	const seconds = pair?.['currentRoundTripTime'];
	return {
		way: candidateType === 'relay' ? 'relay' : direct,
		roundTripMs: typeof seconds === 'number' ? Math.round(seconds * 1000) : null,
	};
}
