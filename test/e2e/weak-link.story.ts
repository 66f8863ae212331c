import { expect, type Page } from '@playwright/test';
import { attend, expectConnected, signIn } from './support/attendee.ts';
import { expectVideo, receivedAudio, soundSince } from './support/media-stats.ts';
import { test } from './support/networked-story.ts';

test('a link of 300 kbit/s that loses every twentieth packet: the voice goes on, the picture gives way and comes back', async ({
	browser,
	network,
	serve,
}) => {
	test.setTimeout(300_000);
	const server = await serve();
	const chair = await attend(browser, server, 'chair', { wholePictures: true });
	const { page } = await signIn(await network.launch(server.url), server, 'delegate-district');
	await page.locator('[data-testid^="enter-"]').first().click();
	await expect(page.getByTestId('network-check')).toHaveAttribute('data-way', 'udp');
	await page.getByTestId('join-button').click();
	await expectConnected(page);
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(page, 'main', { frames: 10, width: 1280, height: 720 });

	network.limit({ kbitPerSecond: 300, lossPercent: 5 });
	await expect.poll(() => mainHeight(page), { message: 'the picture to give way', timeout: 60_000 }).toBeLessThan(720);
	const before = await receivedAudio(page);
	const concealed = await soundSince(page, before, 500, 'twenty seconds of sound to come in');
	test.info().annotations.push({ type: 'measured', description: `sound concealed: ${(concealed * 100).toFixed(1)} %` });
	expect(concealed, 'share of the sound that had to be made up').toBeLessThan(0.15);

	network.heal();
	await expectVideo(page, 'main', { frames: 10, width: 1280, height: 720 });
	await expectConnected(page);
});

const mainHeight = (page: Page) =>
	page.locator('video[data-place="main"]').evaluate((video) => (video as HTMLVideoElement).videoHeight);
