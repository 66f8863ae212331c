import { expect, type Page } from '@playwright/test';
import process from 'node:process';
import { attend, come, expectConnected, gather } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import {
	expectFrames,
	expectSilence,
	expectSound,
	expectVideo,
	framesReceived,
	icePasswords,
	layersSent,
	mediaSent,
	tracksSent,
} from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start({ MEDIA_WORKERS: '2' });
});

test.afterAll(() => server.close());

/** The sign beside the microphone. */
const expectSign = (page: Page, state: 'off' | 'waits' | 'on-air' | 'elsewhere' | 'room') =>
	expect(page.getByTestId('microphone-sign')).toHaveAttribute('data-state', state);

/** Picture and sound come in at all these devices. */
const reaches = (pages: readonly Page[]) =>
	Promise.all(pages.flatMap((page) => [expectFrames(page, 5), expectSound(page)]));

const silent = (pages: readonly Page[]) => Promise.all(pages.map(expectSilence));

/** What is seen and heard is asked of the devices of others: by frames that they decode and the energy of their sound. */
test('six devices and more: who is on air, and what is done to the camera and sound of whoever is', async ({
	browser,
}) => {
	// A dozen steps with six browsers: 150 s on a machine that is slow and busy.
	test.setTimeout(300_000);
	// Of those who sit in one room, as chair and operator do, who comes first sounds.
	const chair = await attend(browser, server, 'chair');
	const roles = ['operator', 'delegate-province', 'delegate-district'] as const;
	const [operator, province, district] = await gather(browser, server, ...roles);
	const { page } = chair;
	const room = await enterRoom('diemcau.14902');
	/** who listens to the chair */
	const others = [province.page, district.page, room];
	const nameOf = (role: 'chair' | 'delegate-province' | 'delegate-district') => server.account(role).name;

	await test.step('before the start the chair is neither heard nor seen, and knows it', async () => {
		await expectSign(page, 'waits');
		await expect(district.page.getByTestId('waiting-hall')).toBeVisible();
		await silent(others);
		expect(await mediaSent(page)).toEqual([]);
	});

	await test.step('the operator tries the line of a site: it alone is on air', async () => {
		await operator.page.getByTestId('tab-people').click();
		const row = operator.page.getByRole('listitem').filter({ hasText: nameOf('delegate-district') });
		await row.getByRole('button').first().click();
		await operator.page.locator('[data-testid^="stage-put-"]').click();
		await expectSign(district.page, 'on-air');
		await reaches([page, room]);
		await expect(page.getByTestId('stage-main')).toContainText(nameOf('delegate-district'));
		await silent([district.page]);
		await operator.page.getByTestId('tab-floor').click();
		await operator.page.getByTestId('stage-follow-floor').click();
		await expectSign(district.page, 'waits');
	});

	await test.step('the chair speaks to the sites on purpose, until they switch it off', async () => {
		const address = page.getByTestId('address-sites');
		await address.click();
		await expectSign(page, 'on-air');
		await reaches(others);
		await address.click();
		await expectSign(page, 'waits');
		await silent(others);
	});

	await test.step('the opening: everybody sees and hears the chair; who is neither seen nor heard sends nothing', async () => {
		await page.getByTestId('meeting-start').click();
		await expectSign(page, 'on-air');
		await reaches(others);
		for (const each of [operator.page, ...others])
			await expect.poll(() => mediaSent(each), { message: 'nothing to leave the device' }).toEqual([]);
	});

	await test.step('muted: the picture goes on, nothing is heard; unmuted: both', async () => {
		await page.getByTestId('microphone-toggle').click();
		await Promise.all([silent(others), ...others.map((each) => expectFrames(each, 5))]);
		await page.getByTestId('microphone-toggle').click();
		await reaches(others);
	});

	await test.step('a screen is shared beside the picture, and ends', async () => {
		await page.getByTestId('share-screen').click();
		await expectVideo(district.page, 'content', { frames: 3, width: 320, height: 180 });
		await Promise.all([expectVideo(district.page, 'main', { frames: 5 }), reaches(others)]);
		await page.getByTestId('share-stop').click();
		await expect(district.page.locator('video[data-place="content"]')).toHaveCount(0);
		await reaches(others);
	});

	await test.step('the network changes: ICE restarts', async () => {
		const before = await icePasswords(page);
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(() => icePasswords(page), { message: 'ICE to restart' }).not.toEqual(before);
		await reaches(others);
	});

	await test.step('the camera is switched off and on', async () => {
		await page.getByTestId('camera-toggle').click();
		for (const each of others) await expect(each.locator('video[data-place="main"]')).toHaveCount(0);
		await Promise.all(others.map(expectSound));
		await page.getByTestId('camera-toggle').click();
		await reaches(others);
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
		const level = () => page.getByTestId('microphone-level').getAttribute('aria-valuenow').then(Number);
		await expect.poll(level, { message: 'a level' }).toBeGreaterThan(20);
		await page.keyboard.press('Escape');
		await expectOtherTracks(page, before);
		await reaches(others);
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
		await expectOtherTracks(page, before);
		await reaches(others);
	});

	await test.step('who waits for the floor sends already, and with it is seen and heard by all', async () => {
		await province.page.getByTestId('tab-floor').click();
		await province.page.getByTestId('floor-request').click();
		await page.getByTestId('tab-floor').click();
		await expect
			.poll(() => mediaSent(province.page), { message: 'picture and sound to be sent' })
			.toEqual(['audio', 'video']);
		await page.locator('[data-testid^="floor-grant-"]').click();
		for (const each of [page, ...others])
			await expect(each.getByTestId('stage-main')).toContainText(nameOf('delegate-province'));
		await reaches([page, district.page, room]);
	});

	await test.step('a small picture that is hidden stops coming, and comes again when it is shown', async () => {
		const small = district.page.locator('video[data-place="secondary"]').first();
		const received = () => framesReceived(district.page, 'secondary');
		const more = async (message: string) => {
			const before = await received();
			await expect.poll(received, { message }).toBeGreaterThan(before);
		};
		await expect(small).toBeVisible();
		await more('it to come');
		const { width, height } = district.page.viewportSize() ?? { width: 1280, height: 800 };
		await district.page.setViewportSize({ width: 390, height: 500 });
		await expect(small).toBeHidden();
		const message = 'no frame of it to come while some of the large one do';
		const meanwhile = async () => {
			const before = await received();
			await expectVideo(district.page, 'main', { frames: 15, width: 1, height: 1 });
			return (await received()) - before;
		};
		await expect.poll(meanwhile, { message, timeout: 60_000 }).toBe(0);
		await district.page.setViewportSize({ width, height });
		await more('it to come again');
	});

	await test.step('a second device comes in silent, takes the sound over by one button, and hears nothing of the first', async () => {
		const second = await province.context.newPage();
		await second.goto(province.page.url());
		await expectConnected(second);
		await expectSign(second, 'elsewhere');
		await expectSign(province.page, 'on-air');
		expect(await mediaSent(second)).not.toContain('audio');
		// The chair beside the speaker is heard by both.
		await page.getByTestId('microphone-toggle').click();
		await silent([second]);
		await second.getByTestId('sound-take').click();
		await expectSign(second, 'on-air');
		await expectSign(province.page, 'elsewhere');
		await Promise.all([reaches([district.page, room]), silent([province.page])]);
		expect(await mediaSent(province.page)).not.toContain('audio');
		await second.close();
		await page.getByTestId('microphone-toggle').click();
		await expectSign(page, 'on-air');
	});

	await test.step('whom nobody watches has sent nothing all the time', async () => {
		expect(await layersSent(room)).toEqual({ audio: 0, video: 0, bytes: 0 });
	});

	await test.step('both workers die, one after the other: everybody is seen and heard again, and nobody has reloaded', async () => {
		await page.locator('[data-testid="floor-revoke"]').click();
		await expect(room.getByTestId('stage-main')).toContainText(nameOf('chair'));
		for (const pid of server.mediaWorkers()) {
			const killed = Date.now();
			process.kill(pid, 'SIGKILL');
			await expect.poll(() => server.mediaWorkers(), { message: 'the worker is gone' }).not.toContain(pid);
			await reaches(others);
			// For the report, not to pass or fail by: the machine may be busy with anything.
			const description = `picture and sound back after a worker was killed: ${Date.now() - killed} ms`;
			test.info().annotations.push({ type: 'measured', description });
		}
		for (const each of [page, ...others]) await expectConnected(each);
	});

	await test.step('in a pause nobody is on air but who announces something, and its picture says until when', async () => {
		await page.getByTestId('meeting-pause').click();
		await page.getByTestId('meeting-pause-confirm').click();
		await expect(district.page.getByTestId('pause-screen')).toContainText(/Còn 1[45]:/);
		await expectSign(page, 'waits');
		await silent(others);
		await operator.page.getByTestId('announce').click();
		await expectSign(operator.page, 'on-air');
		await Promise.all(others.map(expectSound));
		await expect(district.page.getByTestId('address-of')).toBeVisible();
		await operator.page.close();
		await expect(district.page.getByTestId('address-of')).toHaveCount(0);
		await silent(others);
		await page.getByTestId('meeting-resume').click();
		await reaches(others);
	});

	await district.page.getByTestId('tab-floor').click();
	await district.page.getByTestId('floor-request').click();
	await expect(page.locator('[data-testid^="floor-grant-"]')).toHaveCount(1);
	await district.context.setOffline(true);
	const gone = Date.now();

	await test.step('the terminal of the chair’s room has the sound, though it came last', async () => {
		const terminal = await enterRoom('diemcau.38.vpub');
		await expectSign(terminal, 'on-air');
		await expectSign(page, 'room');
		await reaches([province.page, room]);
		expect(await mediaSent(terminal)).toContain('audio');
		expect(await mediaSent(page)).not.toContain('audio');
		// Neither the room nor who sits in it hears the room.
		await silent([terminal, page]);
	});

	await test.step('a chair who is not in the room says so, and is heard in it', async () => {
		await page.getByTestId('seat-leave').click();
		await expectSign(page, 'off');
		await page.getByTestId('microphone-toggle').click();
		await expectSign(page, 'on-air');
		await reaches([province.page, room]);
	});

	await test.step('whose network was gone for 8 s keeps the place in the queue, sees and hears', async () => {
		// How long it is gone is what the step is about.
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, gone + 8_000 - Date.now())));
		await district.context.setOffline(false);
		await expectConnected(district.page);
		await expect(district.page.getByTestId('floor-withdraw')).toBeVisible();
		await expect(page.locator('[data-testid^="floor-grant-"]')).toHaveCount(1);
		await expect(district.page.getByTestId('stage-main')).toContainText(nameOf('chair'));
		await reaches([district.page]);
	});

	await test.step('whom nobody watches sends nothing', async () => {
		expect(await layersSent(room)).toMatchObject({ audio: 0, video: 0 });
	});

	/** A room's terminal, from power-on. */
	async function enterRoom(login: string): Promise<Page> {
		const terminal = await come(browser, server, 'terminal', { login });
		await terminal.page.goto(server.url);
		await expectConnected(terminal.page);
		return terminal.page;
	}
});

const expectOtherTracks = (page: Page, before: readonly string[]) =>
	expect
		.poll(async () => (await tracksSent(page)).filter((id) => before.includes(id)), { message: 'other tracks' })
		.toEqual([]);
