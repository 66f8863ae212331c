import { MediaConnection, type MediaConnectionPort } from '#lib/media/media-connection.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import type { MediaSignalling } from '#lib/media/media-signalling.ts';
import { Relay } from '#lib/media/relay.ts';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => void vi.restoreAllMocks());

test('over a relay with new credentials ICE begins anew, for as long as the connection is open', () => {
	const repair = vi.spyOn(MediaConnection.prototype, 'repair');
	const relay = new Relay(() => [{ urls: 'turns:turn.tinh.gov.vn:443' }]);
	const signalling: MediaSignalling = { relay, request: () => Promise.reject(new Error()), on: () => () => {} };
	const unheard: Omit<MediaConnectionPort, 'signalling' | 'profile'> = {
		onTracks() {},
		layerOf: () => null,
		onFlow() {},
		onFrozen() {},
		strain: { noteEncoding() {}, noteFrames() {} },
		onPaths() {},
		onStuck() {},
		onFailed() {},
	};
	const connection = new MediaConnection({ ...unheard, signalling, profile: mediaProfiles.tablet });
	relay.renew();
	expect(repair, 'nobody uses the relay').not.toHaveBeenCalled();
	relay.need();
	relay.renew();
	expect(repair).toHaveBeenCalledOnce();
	connection.close();
	relay.renew();
	expect(repair).toHaveBeenCalledOnce();
});
