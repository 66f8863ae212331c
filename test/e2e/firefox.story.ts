import { expect } from '@playwright/test';
import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { demoMediaAddresses } from '../../app/demo-media.ts';
import { attend } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { click, expectAttribute, test } from './support/firefox.ts';
import {
	expectFrames,
	expectSilence,
	expectSound,
	expectVideo,
	icePasswords,
	layersSent,
	openConnections,
} from './support/media-stats.ts';
import { layNamespace, removeNamespace, run } from '#test/support/namespace.ts';

let server: DemoServer;
let cable: string | undefined;

test.beforeAll(async () => {
	// Firefox needs an address beside loopback, and a route. Where the machine has no network, the end of a cable has both.
	if (demoMediaAddresses().length === 1) {
		cable = layNamespace().name;
		run('ip', ['route', 'add', 'default', 'dev', cable]);
	}
	server = await DemoServer.start();
});

test.afterAll(async () => {
	await server.close();
	if (cable) removeNamespace(cable);
});

test('a delegate in Firefox is checked, sees, hears, is seen and heard, muted, and healed', async ({
	browser,
	firefox,
}) => {
	const { page: chair } = await attend(browser, server, 'chair');
	const bothGoOn = async () => {
		await expectFrames(firefox);
		await expectSound(firefox);
		await expectVideo(chair, 'main', { frames: 10, width: 320, height: 180 });
		await expectSound(chair);
	};

	await test.step('the device check finds the way to the address beside loopback', async () => {
		await signIn(firefox);
		await firefox.locator('[data-testid^="enter-"]').click();
		await expectAttribute(firefox, 'network-check', 'data-way', 'udp');
		await click(firefox, 'join-button');
		await expectAttribute(firefox, 'connection-state', 'data-state', 'connected');
	});

	await test.step('the chair starts, and is seen and heard; of whom nobody takes anything nothing has left', async () => {
		await chair.getByTestId('meeting-start').click();
		await expectFrames(firefox);
		await expectSound(firefox);
		await expectAttribute(firefox, 'connection-state', 'data-media', 'joined');
		await expectAttribute(firefox, 'connection-state', 'data-grade', 'good');
		expect(await layersSent(firefox)).toEqual({ audio: 0, video: 0, bytes: 0 });
	});

	await test.step('with the floor, it is seen and heard', async () => {
		await click(firefox, 'tab-floor');
		await click(firefox, 'floor-request');
		await chair.getByTestId('tab-floor').click();
		await chair.locator('[data-testid^="floor-grant-"]').first().click();
		await expect(chair.getByTestId('stage-main')).toContainText(server.account('delegate-district').name);
		await bothGoOn();
	});

	await test.step('muted, it is seen and not heard; unmuted, both', async () => {
		await click(firefox, 'microphone-toggle');
		await expectSilence(chair);
		expect((await layersSent(firefox)).audio, 'no sound leaves').toBe(0);
		await expectVideo(chair, 'main', { frames: 10, width: 320, height: 180 });
		await click(firefox, 'microphone-toggle');
		await bothGoOn();
	});

	await test.step('the network changes: ICE restarts, and nothing is joined anew', async () => {
		const [before, opened] = [await icePasswords(firefox), await openConnections(firefox)];
		await firefox.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(() => icePasswords(firefox), { message: 'ICE to restart' }).not.toEqual(before);
		await bothGoOn();
		expect(await openConnections(firefox)).toBe(opened);
	});

	await test.step('the server’s media die: the sign says so, and it joins anew', async () => {
		const opened = await openConnections(firefox);
		for (const pid of server.mediaWorkers()) process.kill(pid, 'SIGKILL');
		await expect(chair.locator('video[data-place="main"]')).toHaveCount(0);
		// Frames are counted of connections that stand: from now on those of the new ones.
		await expect
			.poll(() => openConnections(firefox), { message: 'to join anew', timeout: 30_000 })
			.toBeGreaterThan(opened + 1);
		await bothGoOn();
		await expectAttribute(firefox, 'connection-state', 'data-media', 'joined');
		await expectAttribute(firefox, 'connection-state', 'data-grade', 'good');
		await expect.poll(() => icePasswords(firefox).then(({ length }) => length), { message: 'two connections' }).toBe(2);
	});
});

async function signIn(page: Page): Promise<void> {
	const { login, password } = server.account('delegate-district');
	await page.goto(`${server.url}/sign-in`);
	await page.locator('[name=login]').fill(login);
	await page.locator('[name=password]').fill(password);
	await page.locator('button[type=submit]').click();
}
