import { expect, type Locator } from '@playwright/test';
import { joinThroughCheck, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

/** ms between the finger's way down and up: long enough for the first press to have been answered by the second's end. */
const slow = { clickCount: 2, delay: 200 };
const settled = (button: Locator) => expect(button).not.toHaveAttribute('aria-disabled', 'true');

test('hands that slip: no second press counts, and nobody leaves what they hold by a slip', async ({ browser }) => {
	const chair = await signIn(browser, server, 'chair');
	const delegate = await signIn(browser, server, 'delegate-district');
	// As people come, so that there is somewhere to go back to.
	await Promise.all([chair, delegate].map(joinThroughCheck));
	const { page } = delegate;
	await chair.page.getByTestId('meeting-start').click();
	await chair.page.getByTestId('tab-floor').click();

	await test.step('a double click asks for the floor once', async () => {
		await page.getByTestId('floor-request').click(slow);
		const withdraw = page.getByTestId('floor-withdraw');
		await settled(withdraw);
		await expect(withdraw).toBeVisible();
		await expect(withdraw).toBeFocused();
	});

	await test.step('a finger that is on “withdraw” when the floor is granted does not give the floor up', async () => {
		await page.getByTestId('floor-withdraw').hover();
		await page.mouse.down();
		await chair.page.locator('[data-testid^="floor-grant-"]').focus();
		await chair.page.keyboard.press('Enter');
		await settled(page.getByTestId('floor-yield'));
		await page.mouse.up();
		await expect(chair.page.getByTestId('floor-holder')).toContainText(server.account('delegate-district').name);
		await expect(page.getByTestId('floor-yield')).toBeVisible();
		// The row is gone with the button that was pressed.
		await expect(chair.page.getByRole('tabpanel')).toBeFocused();
	});

	await test.step('a double click on “close” does not publish the vote', async () => {
		await chair.page.getByTestId('tab-votes').click();
		await chair.page.getByTestId('vote-title').fill('Thông qua kế hoạch');
		// Two of four are no quorum of the body's own rule.
		await chair.page.getByTestId('vote-rule').selectOption('present');
		await chair.page.getByTestId('vote-open').click();
		const close = await chair.page.getByTestId('vote-close').boundingBox();
		await chair.page.getByTestId('vote-close').click(slow);
		await settled(chair.page.getByTestId('vote-publish'));
		// They do not share a place, however late a second press comes.
		const publish = await chair.page.getByTestId('vote-publish').boundingBox();
		expect(publish?.x).toBeGreaterThanOrEqual((close?.x ?? Infinity) + (close?.width ?? 0));
		await expect(chair.page.getByTestId('vote-current')).toHaveAttribute('data-phase', 'closed');
		await expect(chair.page.getByTestId('vote-cancel-reason')).toBeHidden();
		await expect(chair.page.locator('[data-layout] :focus, [data-layout]:focus')).toHaveCount(1);
	});

	await test.step('who holds the floor is asked before they leave, whichever way; who holds nothing is not', async () => {
		const meeting = page.url();
		await page.getByTestId('meeting-leave').click();
		await expect(page.getByTestId('leave-question')).toBeVisible();
		await page.getByTestId('leave-stay').click();
		await page.goBack();
		await expect(page.getByTestId('leave-question')).toBeVisible();
		await page.getByTestId('leave-stay').click();
		await expect(page.getByTestId('leave-question')).toBeHidden();
		expect(page.url()).toBe(meeting);
		await page.getByTestId('floor-yield').click();
		await expect(page.getByTestId('floor-request')).toBeVisible();
		await page.getByTestId('meeting-leave').click();
		await expect(page).not.toHaveURL(meeting);
	});

	await test.step('the chair is asked at closing, too, and goes back by the question’s own button', async () => {
		const question = chair.page.waitForEvent('dialog');
		await chair.page.close({ runBeforeUnload: true });
		expect((await question).type()).toBe('beforeunload');
		await (await question).dismiss();
		await chair.page.goBack();
		await chair.page.getByTestId('leave-confirm').click();
		await expect(chair.page.getByTestId('stage-main')).toBeHidden();
	});
});
