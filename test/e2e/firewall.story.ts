import { expect, type Browser, type Page } from '@playwright/test';
import { attend, expectConnected, signIn, type Attendee } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSound, expectVideo, mediaWays } from './support/media-stats.ts';
import { Network } from './support/network.ts';
import { test } from './support/story.ts';
import { TurnServer } from './support/turn-server.ts';

let network: Network;
let server: DemoServer | undefined;
let turn: TurnServer | undefined;

test.beforeEach(async () => {
	network = await Network.open();
});

test.afterEach(async () => {
	await server?.close();
	await turn?.close();
	await network.close();
	server = turn = undefined;
});

test('all UDP is blocked: media takes TCP to the same port, both ways', async ({ browser }) => {
	const media = { MEDIA_LISTEN_IP: network.hostAddress, MEDIA_PORT: '20000', MEDIA_WORKERS: '1' };
	server = await DemoServer.start(media);
	network.blockUdp();
	const { page, chair } = await meet(browser, await network.launch(server.url), server, 'tcp');
	const tcp = { protocol: 'tcp', relay: null, port: 20_000 };
	expect(await mediaWays(page)).toEqual([tcp, tcp]);
	const udp = { ...tcp, protocol: 'udp' };
	expect(await mediaWays(chair.page)).toEqual([udp, udp]);
});

test('nothing but port 443 of the TURN server passes: media takes TURN over TLS, both ways', async ({ browser }) => {
	turn = await TurnServer.start(network.hostAddress);
	server = await DemoServer.start({ MEDIA_LISTEN_IP: network.hostAddress, ...turn.settings });
	network.allowOnly({ tcp: [443] });
	const { page, chair } = await meet(browser, await network.launch(server.url, [turn.trustArgument]), server, 'relay');
	const relayed = expect.objectContaining({ protocol: 'udp', relay: 'tls' });
	expect(await mediaWays(page)).toEqual([relayed, relayed]);
	// Who has a direct way takes it.
	const direct = expect.objectContaining({ protocol: 'udp', relay: null });
	expect(await mediaWays(chair.page)).toEqual([direct, direct]);
	expect(server.output).not.toContain(turn.settings.TURN_SECRET);
});

/**
 * A delegate comes in from `inside`, where the device check finds that way, and meets the chair, who is outside: both
 * see and hear each other.
 */
async function meet(
	outside: Browser,
	inside: Browser,
	demo: DemoServer,
	way: 'tcp' | 'relay',
): Promise<{ page: Page; chair: Attendee }> {
	const chair = await attend(outside, demo, 'chair');
	const delegate = await signIn(inside, demo, 'delegate-district');
	const { page } = delegate;
	await page.locator('[data-testid^="enter-"]').first().click();
	await expect(page.getByTestId('network-check')).toHaveAttribute('data-way', way);
	await page.getByTestId('join-button').click();
	await expectConnected(page);
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(page, 'main');
	await expectSound(page);
	await page.getByTestId('tab-floor').click();
	await page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await expect(chair.page.getByTestId('stage-main')).toContainText(demo.account('delegate-district').name);
	await expectVideo(chair.page, 'main');
	await expectSound(chair.page);
	return { page, chair };
}
