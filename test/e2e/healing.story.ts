import { expect, type Page } from '@playwright/test';
import { attend, expectConnected, joinMeeting, signIn } from './support/attendee.ts';
import { CuttableLink } from './support/cuttable-link.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSound, expectVideo, openConnections, soundSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeEach(async () => {
	server = await DemoServer.start();
});

test.afterEach(() => server.close());

test('the server is killed while a vote is open and somebody speaks: everybody comes back, nothing is lost', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const secretary = await attend(browser, server, 'secretary');
	const province = await attend(browser, server, 'delegate-province');
	const district = await attend(browser, server, 'delegate-district');
	const all = [chair, secretary, province, district].map(({ page }) => page);
	await chair.page.getByTestId('meeting-start').click();
	await district.page.getByTestId('tab-floor').click();
	await district.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await expectVideo(province.page, 'main', { frames: 10 });
	await chair.page.getByTestId('tab-votes').click();
	await chair.page.getByTestId('vote-title').fill('Thông qua kế hoạch');
	await chair.page.getByTestId('vote-open').click();
	await province.page.getByTestId('tab-votes').click();
	await province.page.getByTestId('vote-choice-for').click();
	await province.page.getByTestId('vote-confirm').click();
	await expect(province.page.getByTestId('vote-done')).toBeVisible();

	await server.kill();
	for (const page of all)
		await expect(page.getByTestId('connection-state')).not.toHaveAttribute('data-state', 'connected');
	await server.run();
	const back = Date.now();
	for (const page of all) await expectConnected(page);
	measured('all four back after the restart', back);

	const speaker = server.account('delegate-district').name;
	for (const page of all) await expect(page.getByTestId('stage-main')).toContainText(speaker);
	for (const { page } of [chair, secretary, province]) await expectVideo(page, 'main', { frames: 10 });
	await expect(province.page.getByTestId('vote-done')).toBeVisible();
	await expect(chair.page.getByTestId('vote-turnout')).toContainText('1/4');
	await chair.page.getByTestId('vote-close').click();
	await chair.page.getByTestId('vote-publish').click();
	await secretary.page.getByTestId('tab-votes').click();
	await expect(secretary.page.getByTestId('vote-result')).toContainText('1/4 thành viên (25 %) tán thành');
});

test('the link of one delegate is cut for seconds, not its media: who was given the floor meanwhile is seen', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const district = await attend(browser, server, 'delegate-district');
	const delegate = await signIn(browser, server, 'delegate-province');
	const { page } = delegate;
	const link = await CuttableLink.lay(page);
	await joinMeeting(delegate);
	await expect(page.getByTestId('connection-state')).toHaveAttribute('data-media', 'joined');
	const before = await openConnections(page);

	await test.step('the answer is lost by which they would begin to receive: they are told, then see and hear, and join nothing anew', async () => {
		link.loseAnswer('media/connect-transport');
		const told = await statesOfMedia(page);
		await chair.page.getByTestId('meeting-start').click();
		await expectVideo(page, 'main', { frames: 10 });
		await expectSound(page);
		await expect(page.getByTestId('connection-state')).toHaveAttribute('data-media', 'joined');
		expect(await told()).toContain('reconnecting');
		expect(await openConnections(page), 'the way was asked for again, and is no other one').toBe(before);
	});

	await test.step('the server is silent: they are told while the link still stands, and no more once it is heard', async () => {
		const laid = link.laid;
		link.hush();
		await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'reconnecting');
		link.mend();
		await expectConnected(page);
		expect(link.laid, 'the same link').toBe(laid);
	});

	await district.page.getByTestId('tab-floor').click();
	await chair.page.getByTestId('tab-floor').click();
	await link.cut();
	await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'reconnecting');
	// Only now: who waits in the queue is received already.
	await district.page.getByTestId('floor-request').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await page.getByTestId('microphone-toggle').click();
	expect(await soundSent(page), 'nothing is sent once muted, though nobody could be told').toEqual([]);
	const speaker = server.account('delegate-district').name;
	await expect(chair.page.getByTestId('stage-main')).toContainText(speaker);

	link.mend();
	await expectConnected(page);
	await expect(page.getByTestId('stage-main')).toContainText(speaker);
	await expectVideo(page, 'main', { frames: 10 });
	await expectSound(page);
	expect(await soundSent(page)).toEqual([]);
	expect(await openConnections(page), 'media stood all the time').toBe(before);
});

/** What the page tells of its media from now on, one after the other. */
async function statesOfMedia(page: Page): Promise<() => Promise<string[]>> {
	await page.getByTestId('connection-state').evaluate((sign) => {
		const states: string[] = [];
		Object.assign(window, { states });
		new MutationObserver(() => {
			const state = sign.getAttribute('data-media') ?? '';
			if (state !== states.at(-1)) states.push(state);
		}).observe(sign, { attributeFilter: ['data-media'] });
	});
	return () => page.evaluate(() => (window as unknown as { states: string[] }).states);
}

/** For the report, not to pass or fail by: the machine may be busy with anything. */
function measured(what: string, since: number): void {
	test.info().annotations.push({ type: 'measured', description: `${what}: ${Date.now() - since} ms` });
}
