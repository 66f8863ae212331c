import '#test/support/runes.ts';
import { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { signallingOver } from '#lib/media/connection-signalling.ts';
import { SocketPeer } from '#test/support/socket-peer.ts';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';

const servers = (credential: string) => [{ urls: ['turns:turn.tinh.gov.vn:443'], username: 'expiry:name', credential }];

test('a relay in use hears of new credentials when it has them already: ICE begins anew with those', async () => {
	const peer = await SocketPeer.open();
	const live = new LiveMeeting('m', 'a-device-of-this-test');
	onTestFinished(async () => {
		live.close();
		await peer.close();
	});
	const { relay } = signallingOver(live);
	const { socket } = await peer.arrival(1);
	const welcome = {
		serverId: 's',
		participantId: 'p',
		now: Date.now(),
		snapshot: null,
		records: gzipSync('[]'),
		speakers: [],
	};
	socket.emit('welcome', { ...welcome, iceServers: servers('of the morning'), ownBallots: {} });
	await vi.waitUntil(() => live.link === 'connected', { timeout: 5_000 });
	expect(relay.need()).toBe(true);
	expect(relay.iceServers).toEqual(servers('of the morning'));

	const renewed = new Promise((resolve) => relay.onRenewed(() => resolve(relay.iceServers)));
	socket.emit('ice-servers', servers('of the evening'));
	expect(await renewed).toEqual(servers('of the evening'));
});
