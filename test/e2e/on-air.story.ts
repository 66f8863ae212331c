import { expect, type Browser, type Page } from '@playwright/test';
import { attend, expectConnected, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSilence, expectSound, mediaSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

/** The sign beside the microphone. */
const expectSign = (page: Page, state: 'off' | 'waits' | 'on-air' | 'elsewhere' | 'room') =>
	expect(page.getByTestId('microphone-sign')).toHaveAttribute('data-state', state);

test('who is on air: nobody in the hall and in a pause but by a deed, one device of each person, the room for those in it', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const district = await attend(browser, server, 'delegate-district');
	const operator = await attend(browser, server, 'operator');
	const address = chair.page.getByTestId('address-sites');
	const districtName = server.account('delegate-district').name;

	await test.step('before the start the chair is neither heard nor seen, and knows it', async () => {
		await expectSign(chair.page, 'waits');
		await expectSilence(district.page);
		expect(await mediaSent(chair.page)).toEqual([]);
		await expect(district.page.getByTestId('waiting-hall')).toBeVisible();
	});

	await test.step('the operator tries the line of a site: it alone is on air', async () => {
		await operator.page.getByTestId('tab-people').click();
		const row = operator.page.getByRole('listitem').filter({ hasText: districtName });
		await row.getByRole('button').first().click();
		await operator.page.locator('[data-testid^="stage-put-"]').click();
		await expectSign(district.page, 'on-air');
		await expectSound(chair.page);
		await expect(chair.page.getByTestId('stage-main')).toContainText(districtName);
		await expectSilence(district.page);
		await operator.page.getByTestId('tab-floor').click();
		await operator.page.getByTestId('stage-follow-floor').click();
		await expectSign(district.page, 'waits');
	});

	await test.step('the chair speaks to the sites on purpose, until they switch it off', async () => {
		await address.click();
		await expectSign(chair.page, 'on-air');
		await expectSound(district.page);
		await address.click();
		await expectSign(chair.page, 'waits');
		await expectSilence(district.page);
	});

	await test.step('in a pause nobody is on air but who announces something, and its picture says until when', async () => {
		await chair.page.getByTestId('meeting-start').click();
		await expectSign(chair.page, 'on-air');
		await expectSound(district.page);
		await chair.page.getByTestId('meeting-pause').click();
		await chair.page.getByTestId('meeting-pause-confirm').click();
		await expect(district.page.getByTestId('pause-screen')).toContainText(/Còn 1[45]:/);
		await expectSign(chair.page, 'waits');
		await expectSilence(district.page);
		await operator.page.getByTestId('announce').click();
		await expectSign(operator.page, 'on-air');
		await expectSound(district.page);
		await expect(district.page.getByTestId('address-of')).toBeVisible();
		await operator.page.close();
		await expect(district.page.getByTestId('address-of')).toHaveCount(0);
		await expectSilence(district.page);
		await chair.page.getByTestId('meeting-resume').click();
		await expectSound(district.page);
	});

	const second = await chair.context.newPage();
	await test.step('a second device of the chair is silent, takes the sound over by one button, and hears nothing of the chair', async () => {
		await second.goto(chair.page.url());
		await expectConnected(second);
		await expectSign(second, 'elsewhere');
		await expectSign(chair.page, 'on-air');
		await expectSilence(second);
		expect(await mediaSent(second)).not.toContain('audio');
		await second.getByTestId('sound-take').click();
		await expectSign(second, 'on-air');
		await expectSign(chair.page, 'elsewhere');
		await expectSound(district.page);
		await expectSilence(chair.page);
		expect(await mediaSent(chair.page)).not.toContain('audio');
	});

	await test.step('the terminal of the chair’s room has the sound, though it came last', async () => {
		const terminal = await enterRoom(browser);
		await expectSign(terminal, 'on-air');
		await expectSign(second, 'room');
		await expectSound(district.page);
		expect(await mediaSent(terminal)).toContain('audio');
		expect(await mediaSent(second)).not.toContain('audio');
		// Neither the room nor who sits in it hears the room.
		await expectSilence(terminal);
		await expectSilence(second);
	});

	await test.step('a chair who is not in the room says so, and both hear each other', async () => {
		await second.getByTestId('seat-leave').click();
		await expectSign(second, 'off');
		await second.getByTestId('microphone-toggle').click();
		await expectSign(second, 'on-air');
		await expectSound(district.page);
	});
});

/** The terminal of the room that chair, secretary and operator sit in. */
async function enterRoom(browser: Browser): Promise<Page> {
	const { page } = await signIn(browser, server, 'terminal');
	await expectConnected(page);
	return page;
}
