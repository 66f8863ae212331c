import { expect, type Browser, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { Chair } from '../load/run/chair.ts';
import { signIn } from '../load/run/sign-in.ts';
import { attend } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { HeldBackPage } from './support/held-back.ts';
import { rulesOfLaw } from '#meeting/rule-set.ts';
import { longName, prepareLongDay, type LongDay } from './support/long-texts.ts';
import { expectDark, expectReadable } from './support/readable.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let day: LongDay;

test.beforeAll(async () => {
	server = await DemoServer.start({}, async (dataDir) => {
		day = await prepareLongDay(dataDir);
	});
});

test.afterAll(() => server.close());

const cookieOf = (role: Parameters<DemoServer['account']>[0], login?: string) => {
	const account = server.account(role);
	return signIn(server.url, login ?? account.login, account.password, '127.0.0.1');
};

/** A room's screen with a session that stands, before power-on. */
async function terminalOf(browser: Browser, login: string) {
	const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
	await context.addInitScript(keepMicrophones);
	const [name = '', value = ''] = (await cookieOf('terminal', login)).split('=');
	await context.addCookies([{ name, value, url: server.url }]);
	return context.newPage();
}

/** Runs in the page before anything else: keeps the microphones that it opens within reach of the story. */
function keepMicrophones(): void {
	const microphones: MediaStreamTrack[] = [];
	Object.assign(window, { microphones });
	const open = MediaDevices.prototype.getUserMedia;
	MediaDevices.prototype.getUserMedia = async function (constraints) {
		const stream = await open.call(this, constraints);
		microphones.push(...stream.getAudioTracks());
		return stream;
	};
}

/** As a telephone call does, or a key on the device; one opened meanwhile is silent, too. */
const silenceMicrophone = (page: Page, silenced: boolean) =>
	page.evaluate((muted) => {
		const { microphones } = window as unknown as { microphones: MediaStreamTrack[] };
		Object.defineProperty(MediaStreamTrack.prototype, 'muted', {
			configurable: true,
			get(this: MediaStreamTrack) {
				return muted && this.kind === 'audio';
			},
		});
		for (const track of microphones) track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
	}, silenced);

test('a room’s terminal goes from power-on through the day without a click, readable at five metres all the time', async ({
	browser,
}) => {
	const page = await terminalOf(browser, 'diemcau.15499');
	await page.clock.install();
	const shows = (testid: string) => expect(page.getByTestId(testid)).toBeVisible();

	await test.step('power-on: the address of the site leads to the hall of the first meeting', async () => {
		await page.goto(server.url);
		await shows('room-hall');
		const hall = page.getByTestId('room-hall');
		await expect(hall.getByText('Bắt đầu sau')).toBeVisible();
		await expect(hall.getByRole('timer')).toHaveText(/^1\d:\d\d$/);
		await expect(hall.getByRole('listitem').last()).toContainText(longName(120).slice(0, 60));
		// Its own picture is large: they see how the others see them.
		await expect
			.poll(async () => (await page.getByTestId('self-view').boundingBox())?.width)
			.toBeGreaterThan(1920 * 0.4);
		await expectReadable(page, 'the hall');
		await expectDark(page, 'the hall');
	});

	const chair = new Chair({ url: server.url, meetingId: day.first, cookie: await cookieOf('chair') });
	await chair.enter();
	await test.step('between two items', async () => {
		await chair.give('start-meeting', {});
		await shows('room-next-item');
		const next = page.getByTestId('room-next-item');
		for (const words of [
			'Nội dung tiếp theo',
			'1. Khai mạc, thông qua chương trình phiên họp',
			`Trình bày: ${longName(120)}`,
		])
			await expect(next).toContainText(words);
		await expectReadable(page, 'between items');
		await expectDark(page, 'between items');
	});

	await test.step('the system silences its microphone and gives it back: the room reads both on its own screen', async () => {
		const told = page.getByText('Micro của phòng họp đang bị hệ thống tắt. Đề nghị báo kỹ thuật viên.');
		await silenceMicrophone(page, true);
		await expect(told).toBeVisible();
		await expectReadable(page, 'a silenced microphone');
		await silenceMicrophone(page, false);
		await expect(told).toHaveCount(0);
	});

	await test.step('an item, a speech, a paper, a vote', async () => {
		await chair.give('start-item', { itemId: day.itemId });
		await chair.give('grant-floor', { participantId: day.districtId, limitSeconds: 600 });
		await expect(page.getByTestId('stage-main')).toContainText(longName(300).slice(0, 60));
		await shows('self-view');
		await expectReadable(page, 'a speech');
		await chair.give('present-document', { versionId: day.versionId, page: 2 });
		await expect(page.getByTestId('pdf-page')).toHaveAttribute('data-page', '2');
		await expect(page.getByTestId('self-view'), 'the strip goes while a paper is presented').toHaveCount(0);
		const frame = await page.getByTestId('pdf-page').boundingBox();
		const sheet = await page.getByTestId('pdf-page').locator('canvas:visible').boundingBox();
		expect(sheet?.width, 'a page takes two thirds of the screen, at fit width').toBeGreaterThan(1920 * 0.64);
		expect(sheet?.width).toBeCloseTo(frame?.width ?? 0, -1);
		await expectReadable(page, 'a paper');
		// The others are not there.
		const rule = rulesOfLaw.present;
		const voteId = randomUUID();
		await chair.give('open-vote', { voteId, itemId: null, title: longName(300), secret: false, rule });
		await expect(page.getByTestId('vote-turnout')).toBeVisible();
		await expectReadable(page, 'a vote beside a paper');
		await chair.give('end-presenting', {});
		await expect(page.getByTestId('pdf-page')).toHaveCount(0);
		await expectReadable(page, 'a vote');
		await chair.give('close-vote', { voteId });
		await chair.give('publish-vote', { voteId });
		await expect(page.getByTestId('vote-result')).toBeVisible();
		await expectReadable(page, 'a result');
		await page.clock.fastForward(60_000);
		await expect(page.getByTestId('vote-result')).toHaveCount(0);
	});

	await test.step('the controls that a technician calls up push names aside, and go', async () => {
		await page.mouse.move(400, 400);
		await expect(page.getByTestId('microphone-toggle')).toBeVisible();
		await expectReadable(page, 'controls');
		await page.clock.fastForward(6_000);
		await expect(page.getByTestId('microphone-toggle')).toBeHidden();
	});

	await test.step('the server is killed: the screen says so, and is back by itself', async () => {
		await server.kill();
		await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'reconnecting');
		const told = page.getByText('Mất kết nối với máy chủ. Màn hình đang tự kết nối lại.');
		await expect(told).toBeVisible();
		await expectReadable(page, 'a lost server');
		await server.run();
		await expect(told).toHaveCount(0);
		await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'connected');
		await expect(page.getByTestId('connection-state')).toHaveAttribute('data-media', 'joined');
	});

	await test.step('a pause', async () => {
		await chair.give('pause-meeting', {});
		await shows('room-paused');
		await expect(page.getByTestId('room-paused')).toContainText(/Phiên họp tạm dừng từ \d\d:\d\d/);
		await expectReadable(page, 'a pause');
		await expectDark(page, 'a pause');
	});

	await test.step('the end: thanks, and on to the next meeting’s hall', async () => {
		await chair.give('end-meeting', {});
		await shows('room-ended');
		await expect(page.getByTestId('room-ended')).toContainText('Trân trọng cảm ơn');
		await expect(page.getByText('biên bản'), 'a room has no use for the minutes').toHaveCount(0);
		await expect(page.getByTestId('room-next')).toContainText(longName(120));
		await expectReadable(page, 'the end');
		await expectDark(page, 'the end');
		chair.close();
		await page.clock.fastForward(25_000);
		await shows('room-hall');
		await expect(page.getByTestId('room-hall')).toContainText(longName(120));
	});

	await test.step('the address of a meeting for people leads a room to its own page', async () => {
		await page.goto(`${server.url}/meetings/${day.second}/live`);
		await expect(page).toHaveURL(`${server.url}/room`);
		await shows('room-hall');
	});

	await test.step('a room that has no meeting before next week stands by', async () => {
		const other = await terminalOf(browser, 'diemcau.14902');
		await other.goto(server.url);
		await expect(other.getByTestId('room-standby')).toBeVisible();
		await expectReadable(other, 'standing by');
		await expectDark(other, 'standing by');
	});
});

test('a browser that plays nothing before a gesture: the room’s button stands until a device is open, or until one click', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	await chair.page.getByTestId('meeting-start').click();
	const page = await HeldBackPage.open(server.url, await cookieOf('terminal', 'diemcau.15499'));
	const expectHeldBack = async () => {
		await expect.poll(() => page.ask(button), { message: 'the button to be there', timeout: 60_000 }).not.toBeNull();
		const place = await page.ask<{ x: number; y: number }>(button);
		const text = 'Nhấn phím bất kỳ hoặc bấm vào đây một lần để bật âm thanh phòng họp';
		expect(place).toMatchObject({ text, seen: true, controls: false });
		expect(await page.ask('players.some(({ paused }) => !paused)'), 'a sound that plays').toBe(false);
		return place;
	};
	const expectSoundInRoom = async () => {
		const plays = 'players.length > 0 && players.every(({ paused, currentTime }) => !paused && currentTime > 0)';
		await expect.poll(() => page.ask(plays), { message: 'the sound to play' }).toBe(true);
		await expect.poll(() => page.ask(button), { message: 'the button to go' }).toBeNull();
	};
	try {
		await test.step('a device that opens late: nobody clicks', async () => {
			await expectHeldBack();
			await page.ask('letDevicesOpen()');
			await expectSoundInRoom();
		});
		await test.step('no device: one click', async () => {
			await page.reload();
			const { x, y } = await expectHeldBack();
			await page.click(x, y);
			await expectSoundInRoom();
		});
	} finally {
		await page.close();
	}
});

/**
 * The middle of the button that asks for a gesture, whether it is what is seen there, and whether the controls are there,
 * too, that come and go; null: there is no button.
 */
const button = `(() => {
	const button = document.querySelector('[data-testid=sound-enable]');
	if (!button) return null;
	const { left, right, top, bottom } = button.getBoundingClientRect();
	const [x, y] = [(left + right) / 2, (top + bottom) / 2];
	const controls = document.querySelector('[data-testid=microphone-toggle]').checkVisibility({ visibilityProperty: true });
	return { x, y, text: button.textContent.trim(), seen: button.contains(document.elementFromPoint(x, y)), controls };
})()`;
