import { Relay } from '#lib/media/relay.ts';
import { expect, test } from 'vitest';

test('a relay is offered once there was no direct way, with the credentials of that moment', () => {
	let credential = 'of the first welcome';
	const relay = new Relay(() => [{ urls: 'turns:turn.tinh.gov.vn:443', username: 'expiry:name', credential }]);
	expect(relay.iceServers).toEqual([]);
	expect(relay.need()).toBe(true);
	expect(relay.iceServers).toMatchObject([{ credential: 'of the first welcome' }]);
	credential = 'of the second';
	expect(relay.iceServers).toMatchObject([{ credential: 'of the second' }]);
});

test('new credentials are news to those who use the relay, and to nobody else', () => {
	const relay = new Relay(() => [{ urls: 'turns:turn.tinh.gov.vn:443' }]);
	let heard = 0;
	const stop = relay.onRenewed(() => (heard += 1));
	relay.renew();
	expect(heard).toBe(0);
	relay.need();
	relay.renew();
	expect(heard).toBe(1);
	stop();
	relay.renew();
	expect(heard).toBe(1);
});

test('where there is no TURN server there is nothing to ask', () => {
	const relay = new Relay(() => []);
	expect(relay.need()).toBe(false);
	expect(relay.iceServers).toEqual([]);
});
