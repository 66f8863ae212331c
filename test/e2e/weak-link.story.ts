import { expect, type Page } from '@playwright/test';
import { attend, expectConnected, signIn } from './support/attendee.ts';
import { expectVideo, framesReceived, receivedAudio, soundSince } from './support/media-stats.ts';
import { test } from './support/networked-story.ts';

test('a link of 300 kbit/s that loses every twentieth packet: the voice goes on, the picture gives way and comes back; over 1.5 Mbit/s a shared screen leaves the camera its frames', async ({
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

	await test.step('who speaks over 1.5 Mbit/s shares a screen that never rests: the camera keeps 6 frames a second', async () => {
		await page.getByTestId('tab-floor').click();
		await page.getByTestId('floor-request').click();
		await chair.page.getByTestId('tab-floor').click();
		await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
		await expect(chair.page.getByTestId('stage-main')).toContainText(server.account('delegate-district').name);
		await expectVideo(chair.page, 'main', { frames: 1 });
		network.limit({ kbitPerSecond: 1_500, lossPercent: 0 });
		await page.evaluate(offerScrollingScreen);
		await page.getByTestId('share-screen').click();
		await expectVideo(chair.page, 'content', { frames: 0 });
		const [camera, screen] = await Promise.all([
			framesPerSecond(chair.page, 'main', 90),
			framesPerSecond(chair.page, 'content', 6),
		]);
		const description = `${camera.toFixed(1)} frames of the camera a second beside ${screen.toFixed(1)} of the screen`;
		test.info().annotations.push({ type: 'measured', description });
		expect(camera, description).toBeGreaterThanOrEqual(6);
	});
});

/** Of the picture at a place of the stage, while so many come in. */
async function framesPerSecond(page: Page, place: 'main' | 'content', frames: number): Promise<number> {
	const look = async () => ({ at: performance.now(), count: await framesReceived(page, place) });
	const first = await look();
	let last = first;
	await expect
		.poll(async () => (last = await look()).count - first.count, {
			message: `${frames} frames of ${place} to come in`,
			timeout: 60_000,
		})
		.toBeGreaterThanOrEqual(frames);
	return ((last.count - first.count) * 1000) / (last.at - first.at);
}

/** Runs in the page: the screen that it shares next scrolls through a text, as much as an encoder can want. */
function offerScrollingScreen(): void {
	const canvas = Object.assign(document.createElement('canvas'), { width: 960, height: 540 });
	const drawn = canvas.getContext('2d', { alpha: false });
	if (!drawn) throw new Error('no canvas');
	const line = 24;
	let lines = 0;
	const scroll = () => {
		drawn.drawImage(canvas, 0, -line);
		drawn.fillStyle = 'white';
		drawn.fillRect(0, canvas.height - line, canvas.width, line);
		drawn.fillStyle = 'black';
		const text = Array.from({ length: 18 }, (_, index) => ((lines + 1) * (index + 7) * 7919).toString(36));
		drawn.fillText(text.join(' '), 4, canvas.height - 6);
		lines += 1;
	};
	drawn.font = '20px sans-serif';
	while (lines < canvas.height / line) scroll();
	setInterval(scroll, 66);
	MediaDevices.prototype.getDisplayMedia = async () => canvas.captureStream(15);
}

const mainHeight = (page: Page) =>
	page.locator('video[data-place="main"]').evaluate((video) => (video as HTMLVideoElement).videoHeight);
