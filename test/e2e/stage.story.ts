import { expect } from '@playwright/test';
import process from 'node:process';
import { attend, expectConnected, gather, type Attendee } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectSound, expectVideo, framesReceived, mediaSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeEach(async () => {
	server = await DemoServer.start({ MEDIA_WORKERS: '2' });
});

test.afterEach(() => server.close());

const roles = ['secretary', 'operator', 'delegate-province', 'delegate-district', 'delegate-commune'] as const;

test('six devices: the chair switches, everybody follows; nobody sends what nobody sees; a worker dies; a network is gone for 8 s', async ({
	browser,
}) => {
	test.setTimeout(300_000);
	// Of those who sit in one room, as the first three do, who comes first sounds.
	const chair = await attend(browser, server, 'chair');
	const [secretary, operator, province, district, commune] = await gather(browser, server, ...roles);
	const all = [chair, secretary, operator, province, district, commune];
	const shows = async (speaker: Attendee) => {
		const { name } = server.account(speaker.role);
		for (const each of all) await expect(each.page.getByTestId('stage-main')).toContainText(name);
		for (const each of all) if (each !== speaker) await expectVideo(each.page, 'main', { frames: 10 });
	};
	await chair.page.getByTestId('meeting-start').click();
	await shows(chair);

	await test.step('who is neither seen nor heard sends nothing', async () => {
		for (const { page } of [secretary, operator, province, district, commune])
			await expect.poll(() => mediaSent(page), { message: 'nothing to leave the device' }).toEqual([]);
	});

	await test.step('the chair gives the floor to one after the other', async () => {
		for (const { page } of [district, commune]) {
			await page.getByTestId('tab-floor').click();
			await page.getByTestId('floor-request').click();
		}
		await chair.page.getByTestId('tab-floor').click();
		// Who waits is kept ready everywhere: the first two send already.
		for (const { page } of [district, commune])
			await expect.poll(() => mediaSent(page), { message: 'picture and sound to be sent' }).toEqual(['audio', 'video']);
		for (const speaker of [district, commune]) {
			await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
			await shows(speaker);
			await expectSound(province.page);
		}
	});

	await test.step('a small picture that is hidden stops coming, and comes again when it is shown', async () => {
		const { page } = province;
		await expect(page.locator('video[data-place="secondary"]').first()).toBeVisible();
		const small = await framesReceived(page, 'secondary');
		await expect.poll(() => framesReceived(page, 'secondary'), { message: 'it to come' }).toBeGreaterThan(small);
		const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
		await page.setViewportSize({ width: 390, height: 500 });
		await expect(page.locator('video[data-place="secondary"]').first()).toBeHidden();
		await expect
			.poll(
				async () => {
					const before = await framesReceived(page, 'secondary');
					await framesReceivedBy(province, 30);
					return (await framesReceived(page, 'secondary')) - before;
				},
				{ message: 'no frame of it to come while thirty of the large one do', timeout: 60_000 },
			)
			.toBe(0);
		await page.setViewportSize({ width, height });
		const hidden = await framesReceived(page, 'secondary');
		await expect.poll(() => framesReceived(page, 'secondary'), { message: 'it to come again' }).toBeGreaterThan(hidden);
	});

	await test.step('one of two workers is killed: everybody sees the speaker again, and nobody has reloaded', async () => {
		const [first] = server.mediaWorkers();
		if (first === undefined) throw new Error('there is a worker');
		process.kill(first, 'SIGKILL');
		await shows(commune);
		for (const { page } of all) await expectConnected(page);
	});

	await test.step('a delegate’s network is gone for 8 s: floor and queue are as before, picture and sound come again', async () => {
		const { page, context } = district;
		await page.getByTestId('floor-request').click();
		await expect(chair.page.locator('[data-testid^="floor-grant-"]')).toHaveCount(1);
		await context.setOffline(true);
		// How long it is gone is what the story is about.
		await new Promise((resolve) => setTimeout(resolve, 8_000));
		await context.setOffline(false);
		await expectConnected(page);
		await expect(page.getByTestId('floor-withdraw')).toBeVisible();
		await expect(chair.page.locator('[data-testid^="floor-grant-"]')).toHaveCount(1);
		await shows(commune);
		await expectSound(page);
	});
});

async function framesReceivedBy({ page }: Attendee, frames: number): Promise<void> {
	const before = await framesReceived(page, 'main');
	await expect
		.poll(() => framesReceived(page, 'main'), { message: `${frames} frames of the large picture`, timeout: 30_000 })
		.toBeGreaterThan(before + frames);
}
