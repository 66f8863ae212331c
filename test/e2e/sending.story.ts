import { expect, type Page } from '@playwright/test';
import process from 'node:process';
import { attend, expectConnected } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSilence, expectSound, expectVideo, icePasswords, layersSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

/** The stories of others' frames passed while whoever acted had killed the own camera for everybody. */
test('frames and sound of whoever acts go on at another device: mute, unmute, share, its end, ICE restart, camera, rejoin', async ({
	browser,
}) => {
	const { page } = await attend(browser, server, 'chair');
	const { page: other } = await attend(browser, server, 'delegate-district');
	await page.getByTestId('meeting-start').click();
	const goesOn = async () => {
		await expectVideo(other, 'main', { frames: 5 });
		await expectSound(other);
	};
	await goesOn();

	await test.step('muted: the picture goes on, nothing is heard; unmuted: both', async () => {
		await page.getByTestId('microphone-toggle').click();
		await expectSilence(other);
		await expectVideo(other, 'main', { frames: 5 });
		await page.getByTestId('microphone-toggle').click();
		await goesOn();
	});

	await test.step('a screen is shared beside the picture, and ends', async () => {
		await page.getByTestId('share-screen').click();
		await expectVideo(other, 'content', { frames: 3, width: 320, height: 180 });
		await goesOn();
		await page.getByTestId('share-stop').click();
		await expect(other.locator('video[data-place="content"]')).toHaveCount(0);
		await goesOn();
	});

	await test.step('the network changes: ICE restarts', async () => {
		const before = await icePasswords(page);
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(() => icePasswords(page), { message: 'ICE to restart' }).not.toEqual(before);
		await goesOn();
	});

	await test.step('the camera is switched off and on', async () => {
		await page.getByTestId('camera-toggle').click();
		await expect(other.locator('video[data-place="main"]')).toHaveCount(0);
		await expectSound(other);
		await page.getByTestId('camera-toggle').click();
		await goesOn();
	});

	await test.step('another camera and another microphone are chosen in the meeting', async () => {
		const before = await tracksSent(page);
		await page.getByTestId('devices-camera').click();
		const cameras = page.getByTestId('device-camera');
		// The first is the system’s default, then the four.
		await cameras.nth(4).click();
		await expect(cameras.nth(4)).toHaveAttribute('aria-pressed', 'true');
		await page.keyboard.press('Escape');
		await page.getByTestId('devices-microphone').click();
		const microphones = page.getByTestId('device-microphone');
		await microphones.nth(2).click();
		await expect(microphones.nth(2)).toHaveAttribute('aria-pressed', 'true');
		await expect
			.poll(() => page.getByTestId('microphone-level').getAttribute('aria-valuenow').then(Number), {
				message: 'a level',
			})
			.toBeGreaterThan(20);
		await page.keyboard.press('Escape');
		await expect
			.poll(async () => (await tracksSent(page)).filter((id) => before.includes(id)), { message: 'other tracks' })
			.toEqual([]);
		await goesOn();
	});

	await test.step('the system takes camera and microphone away: both are opened anew, and go on', async () => {
		const before = await tracksSent(page);
		await page.evaluate(() => {
			const { connections } = window as unknown as { connections: RTCPeerConnection[] };
			for (const track of connections.flatMap((each) => each.getSenders()).flatMap((sender) => sender.track ?? [])) {
				Object.defineProperty(track, 'muted', { value: true });
				track.dispatchEvent(new Event('mute'));
			}
		});
		await expect
			.poll(async () => (await tracksSent(page)).filter((id) => before.includes(id)), { message: 'other tracks' })
			.toEqual([]);
		await goesOn();
	});

	await test.step('the server’s media die: rejoined', async () => {
		for (const pid of server.mediaWorkers()) process.kill(pid, 'SIGKILL');
		await expect(other.locator('video[data-place="main"]')).toHaveCount(0);
		await goesOn();
		await expectConnected(page);
	});

	await test.step('whom nobody watches has sent nothing all the time', async () => {
		expect(await layersSent(other)).toEqual({ audio: 0, video: 0, bytes: 0 });
	});
});

/** Ids of the tracks that leave, of the connections that stand. */
const tracksSent = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		return connections
			.filter(({ connectionState }) => connectionState === 'connected')
			.flatMap((connection) => connection.getSenders())
			.flatMap(({ track }) => track?.id ?? []);
	});
