import { expect, type Browser, type Page } from '@playwright/test';
import { attend, expectConnected, signIn, type Attendee } from './support/attendee.ts';
import type { DemoServer } from './support/demo-server.ts';
import { expectSound, expectVideo, mediaWays } from './support/media-stats.ts';
import { test } from './support/networked-story.ts';

/** On an address that is the story's alone, every port is free. */
const port = 20_000;
const onOnePort = { MEDIA_PORT: String(port), MEDIA_WORKERS: '1' };

const direct = (protocol: 'udp' | 'tcp') => ({ protocol, relay: null, port });

test('all UDP is blocked: media takes TCP to the same port, both ways', async ({ browser, network, serve }) => {
	const server = await serve(onOnePort);
	network.blockUdp();
	const { page, chair } = await meet(server, browser, await network.launch(server.url), 'tcp');
	expect(await mediaWays(page)).toEqual([direct('tcp'), direct('tcp')]);
	expect(await mediaWays(chair.page)).toEqual([direct('udp'), direct('udp')]);
});

test('nothing but port 443 of the TURN server passes: media takes TURN over TLS, both ways', async ({
	browser,
	network,
	turn,
	serve,
}) => {
	const server = await serve({ ...onOnePort, ...turn.settings });
	network.allowOnly({ tcp: [443] });
	const inside = await network.launch(server.url, [turn.trustArgument]);
	const { page, chair } = await meet(server, browser, inside, 'relay');
	const relayed = { protocol: 'udp', relay: 'tls', port };
	expect(await mediaWays(page)).toEqual([relayed, relayed]);
	// Who has a direct way takes it.
	expect(await mediaWays(chair.page)).toEqual([direct('udp'), direct('udp')]);
	expect(server.output).not.toContain(turn.settings.TURN_SECRET);
});

/**
 * A delegate comes in from `inside`, where the device check finds that way, and meets the chair, who is outside: both
 * see and hear each other.
 */
async function meet(
	server: DemoServer,
	outside: Browser,
	inside: Browser,
	way: 'tcp' | 'relay',
): Promise<{ page: Page; chair: Attendee }> {
	const chair = await attend(outside, server, 'chair');
	const delegate = await signIn(inside, server, 'delegate-district');
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
	await expect(chair.page.getByTestId('stage-main')).toContainText(server.account('delegate-district').name);
	await expectVideo(chair.page, 'main');
	await expectSound(chair.page);
	return { page, chair };
}
