import '#test/support/runes.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import { Relay } from '#lib/media/relay.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const getUserMedia = vi.fn(() => Promise.reject(new DOMException('no camera here', 'NotFoundError')));
const request = vi.fn(() => Promise.reject(new Error('nothing to ask for')));

function session(): MediaSession {
	const signalling = { relay: new Relay(() => []), request, on: () => () => {} };
	return new MediaSession(signalling, mediaProfiles.tablet, () => null);
}

beforeEach(() => {
	const page = new EventTarget();
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('document', page);
	vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
	vi.stubGlobal('navigator', { mediaDevices: Object.assign(new EventTarget(), { getUserMedia }) });
	vi.clearAllMocks();
});

afterEach(() => vi.unstubAllGlobals());

test('a browser without WebRTC is told so at once, and nothing is asked of the server', async () => {
	const without = session();
	await without.join();
	expect(without.joining.state).toBe('unsupported');
	expect(request).not.toHaveBeenCalled();
	without.close();
});

test('once the meeting is over for this device, nothing opens a camera or a microphone any more', async () => {
	const over = session();
	over.close();
	expect(await over.publishCamera()).toBe(false);
	expect(await over.publishMicrophone(null, false)).toBe(false);
	expect(await over.shareScreen(Promise.resolve(true))).toBe(false);
	await over.joining.join();
	expect(getUserMedia).not.toHaveBeenCalled();
	expect(over.joining.state).toBe('idle');
});
