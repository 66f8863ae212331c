import { expect, type Browser, type Page } from '@playwright/test';
import { attend, gather } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSound, expectVideo } from './support/media-stats.ts';
import { test as base } from './support/story.ts';
import { listenTo, writeSound } from './support/voices.ts';

interface Rooms {
	/** of people whose microphones hear the recorded sentence, and of those whose hear nothing */
	speaking: Browser;
	silent: Browser;
}

/** Two browsers, as one has one sound for all its microphones. */
const test = base.extend<Rooms>({
	speaking: async ({ browser, launchOptions }, use, info) => {
		const file = info.outputPath('speech.wav');
		await writeSound(browser, file, 'speech');
		const speaking = await listenTo(file, launchOptions);
		await use(speaking);
		await speaking.close();
	},
	silent: async ({ browser, launchOptions }, use, info) => {
		const file = info.outputPath('silence.wav');
		await writeSound(browser, file, 'silence');
		const silent = await listenTo(file, launchOptions);
		await use(silent);
		await silent.close();
	},
});

test('the voice directs the stage: who speaks is seen large, and an open microphone into which nobody speaks moves nothing', async ({
	speaking,
	silent,
}) => {
	const server = await DemoServer.start();
	try {
		const chair = await attend(silent, server, 'chair');
		const [province, district] = await gather(speaking, server, 'delegate-province', 'delegate-district');
		const commune = await attend(silent, server, 'delegate-commune');
		const all = [chair, province, district, commune];
		/** The tile of whom all see large, on every page but their own, where the sign is their own voice's. */
		const signs = (speaker: Page) =>
			all
				.filter(({ page }) => page !== speaker)
				.map(({ page }) => page.getByTestId('stage-main').locator('[data-speaking]'));
		const seen = async (role: 'delegate-province' | 'delegate-district') => {
			const name = server.account(role).name;
			for (const { page } of all) await expect(page.getByTestId('stage-main')).toContainText(name, { timeout: 30_000 });
		};
		for (const { page } of [province, district]) await page.getByTestId('microphone-toggle').click();
		const { page } = chair;
		await page.getByTestId('meeting-start').click();
		await page.getByTestId('tab-floor').click();
		await page.getByTestId('stage-direction').click();
		await page.getByTestId('stage-mode').selectOption('voice');

		await province.page.getByTestId('microphone-toggle').click();
		await seen('delegate-province');
		await expectVideo(commune.page, 'main', { frames: 5 });
		await expectSound(commune.page);
		for (const sign of signs(province.page)) await expect(sign).toBeVisible({ timeout: 30_000 });

		await province.page.getByTestId('microphone-toggle').click();
		for (const sign of signs(province.page)) await expect(sign).toHaveCount(0, { timeout: 30_000 });
		await district.page.getByTestId('microphone-toggle').click();
		await seen('delegate-district');
		await expectVideo(commune.page, 'main', { frames: 5 });
		await expectSound(commune.page);
	} finally {
		await server.close();
	}
});
