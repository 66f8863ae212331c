import '#test/support/runes.ts';
import { DeviceCheck } from '#lib/media/device-check.svelte.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { Relay } from '#lib/media/relay.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const probed = vi.hoisted(() => ({ answers: [] as boolean[] }));

vi.mock('#lib/media/network-probe.ts', () => ({
	probeNetwork: async () => {
		const reachable = probed.answers.shift() ?? expect.fail('one attempt too many');
		return { reachable, way: reachable ? 'udp' : null, roundTripMs: null, addresses: ['192.0.2.1:20000'] };
	},
}));

const signalling = { relay: new Relay(() => []), request: () => Promise.reject(new Error()), on: () => () => {} };

beforeEach(() => {
	const events = new EventTarget();
	vi.stubGlobal('document', events);
	vi.stubGlobal('navigator', { mediaDevices: Object.assign(new EventTarget(), { enumerateDevices: async () => [] }) });
	vi.stubGlobal('RTCPeerConnection', class {});
});

afterEach(() => vi.unstubAllGlobals());

test('a way that is not found is looked for three times, then the person is told which address is blocked', async () => {
	probed.answers = [false, false, false];
	const check = new DeviceCheck(mediaProfiles.tablet);
	await check.checkNetwork(signalling);
	expect(probed.answers).toEqual([]);
	expect(check.network).toMatchObject({ state: 'done', again: false, result: { addresses: ['192.0.2.1:20000'] } });
	check.close();
});

test('a way that is found at the second attempt is found', async () => {
	probed.answers = [false, true];
	const check = new DeviceCheck(mediaProfiles.tablet);
	await check.checkNetwork(signalling);
	expect(check.network).toMatchObject({ state: 'done', again: false, result: { way: 'udp' } });
	check.close();
});

test('a browser without WebRTC is told so, and nothing is tried', async () => {
	vi.stubGlobal('RTCPeerConnection', undefined);
	probed.answers = [];
	const check = new DeviceCheck(mediaProfiles.tablet);
	await check.checkNetwork(signalling);
	expect(check.network).toEqual({ state: 'unsupported' });
	check.close();
});
