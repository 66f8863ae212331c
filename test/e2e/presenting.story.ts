import process from 'node:process';
import { expect, type Page } from '@playwright/test';
import { attend, come } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectReadable } from './support/readable.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const sizes = {
	across: { width: 1180, height: 820 },
	upright: { width: 820, height: 1180 },
	phone: { width: 390, height: 844 },
	room: { width: 1920, height: 1080 },
} as const;

/** What is seen of a page, in parts of it: from the left, from above, to the right, to below. */
const seenOf = (page: Page, within: string, number: number) =>
	page.evaluate(
		([place, of]) => {
			const frame = document.querySelector(`${place} [data-testid=pdf-page]`)?.getBoundingClientRect();
			const sheet = document.querySelector(`${place} [data-sheet="${of}"]`)?.getBoundingClientRect();
			if (!frame || !sheet) return undefined;
			const { left, top, width, height } = sheet;
			return [
				Math.max(0, (frame.left - left) / width),
				Math.max(0, (frame.top - top) / height),
				Math.min(1, (frame.right - left) / width),
				Math.min(1, (frame.bottom - top) / height),
			] as const;
		},
		[within, number] as const,
	);

async function expectSees(page: Page, within: string, presenter: Page, number: number): Promise<void> {
	await expect
		.poll(async () => {
			const shown = await seenOf(presenter, '[data-testid=reader]', number);
			const seen = await seenOf(page, within, number);
			if (!shown || !seen) return false;
			const [left, top, right, bottom] = shown;
			const edge = 0.02;
			return seen[0] < left + edge && seen[1] < top + edge && seen[2] > right - edge && seen[3] > bottom - edge;
		}, 'all that the presenter sees is seen')
		.toBe(true);
}

/** Where the pointer stands, in parts of the page. */
const pointerOf = (page: Page, within: string) =>
	page.evaluate((place) => {
		const dot = document.querySelector(`${place} [data-testid=pointer-dot]`);
		const sheet = dot?.closest('[data-sheet]')?.getBoundingClientRect();
		const at = dot?.getBoundingClientRect();
		if (!at || !sheet) return undefined;
		const part = (value: number) => Math.round(value * 20) / 20;
		return [
			part((at.x + at.width / 2 - sheet.left) / sheet.width),
			part((at.y + at.height / 2 - sheet.top) / sheet.height),
		];
	}, within);

test('the presenter’s place on the page and their pointer are seen on every device, left and taken up again', async ({
	browser,
}) => {
	const shot = async (page: Page, name: string) => {
		if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` });
	};
	const [reader, stage] = ['[data-testid=reader]', '[data-testid=stage-content]'];
	const chair = await attend(browser, server, 'chair', { viewport: sizes.across });
	const upright = await attend(browser, server, 'delegate-province', { viewport: sizes.upright });
	const { page: room } = await come(browser, server, 'terminal', { viewport: sizes.room });
	await room.goto(server.url);
	await chair.page.getByTestId('meeting-start').click();
	await chair.page.getByTestId('tab-papers').click();
	await chair.page.locator('[data-testid^="paper-"]').first().click();
	await chair.page.getByTestId('present-page').click();
	await upright.page.getByTestId('tab-papers').click();
	await expect(upright.page.locator(`${reader} [data-page="1"]`)).toBeVisible();
	await expect(room.locator(`${stage} [data-page="1"]`)).toBeVisible();

	await test.step('magnified and moved, the same part of the page is seen by all, as large as it goes', async () => {
		for (const _ of [1, 2]) await chair.page.getByRole('button', { name: 'Phóng to' }).click();
		await chair.page
			.getByTestId('reader')
			.getByTestId('pdf-page')
			.evaluate((frame) => frame.scrollTo(120, 300));
		await expectSees(upright.page, reader, chair.page, 1);
		await expectSees(room, stage, chair.page, 1);
	});

	await test.step('who comes late lands there', async () => {
		const late = await attend(browser, server, 'delegate-district', { viewport: sizes.phone });
		await late.page.getByTestId('content-open').click();
		await expectSees(late.page, reader, chair.page, 1);
		await shot(late.page, 'late-phone');
		await late.context.close();
	});

	await test.step('what is marked for the meeting is seen on the room’s screen, with its author; what is for others is not', async () => {
		const { page, context } = upright;
		const meetingId = new URL(page.url()).pathname.split('/')[2] ?? '';
		const { papers } = (await (await context.request.get(`${server.url}/meetings/${meetingId}/offline`)).json()) as {
			papers: { versionId: string }[];
		};
		const note = (text: string, y: number) => ({ kind: 'note', x: 330, y, text });
		const line = {
			kind: 'ink',
			tool: 'pen',
			colour: 'red',
			width: 4.5,
			points: [150, 330, 50, 240, 336, 60, 330, 330, 50],
		};
		for (const { versionId } of papers)
			for (const [layer, content] of [
				['meeting', line],
				['meeting', note('Đề nghị làm rõ nguồn kinh phí của mục này', 420)],
				['secretariat', note('Chỉ cho thư ký', 480)],
				['unit', note('Chỉ cho đơn vị', 540)],
			] as const)
				await context.request.put(`${server.url}/papers/${versionId}/shared`, {
					data: { id: crypto.randomUUID(), page: 1, layer, content },
				});
		const marks = room.locator(`${stage} [data-testid=presented-mark]`);
		await expect(marks).toHaveCount(2);
		for (const mark of await marks.all()) await expect(mark).toContainText('Hoàng Minh Ngọc');
		await expect(marks.last()).toContainText('nguồn kinh phí');
		await shot(room, 'room-marks');
		await expectReadable(room, 'a paper with marks for the meeting');
	});

	await test.step('the pointer stands at its place on every page, and fades', async () => {
		const { page } = chair;
		await page.getByTestId('pointer-toggle').click();
		const frame = await page.getByTestId('reader').getByTestId('pdf-page').boundingBox();
		const [x, y] = [(frame?.x ?? 0) + (frame?.width ?? 0) / 2, (frame?.y ?? 0) + (frame?.height ?? 0) / 3];
		await page.mouse.move(x - 80, y - 40);
		await page.mouse.down();
		await page.mouse.move(x, y, { steps: 5 });
		await expect(room.locator(`${stage} [data-testid=pointer-dot]`)).toBeVisible();
		const own = await pointerOf(page, reader);
		expect(own).toBeDefined();
		for (const [other, place] of [
			[upright.page, reader],
			[room, stage],
		] as const)
			await expect.poll(() => pointerOf(other, place)).toEqual(own);
		await shot(page, 'chair-pointer');
		await shot(upright.page, 'upright-pointer');
		await shot(room, 'room-pointer');
		await expectReadable(room, 'a paper that is pointed at');
		await page.mouse.up();
		await expect(room.getByTestId('pointer-dot')).toHaveCount(0, { timeout: 5_000 });
		// By keys, too.
		await page.getByTestId('reader').getByTestId('pdf-page').focus();
		for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
		await expect(room.locator(`${stage} [data-testid=pointer-dot]`)).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('pointer-pad')).toHaveCount(0);
	});

	await test.step('who moves the page by hand reads on their own, until they follow again', async () => {
		const { page } = upright;
		const own = page.getByTestId('reader').getByTestId('pdf-page');
		await own.evaluate((frame) => frame.scrollBy(0, 180));
		await expect(page.getByTestId('reads-alone')).toBeVisible();
		await shot(page, 'upright-alone');
		const before = await seenOf(page, reader, 1);
		await chair.page
			.getByTestId('reader')
			.getByTestId('pdf-page')
			.evaluate((frame) => frame.scrollTo(0, 900));
		await expectSees(room, stage, chair.page, 1);
		expect(await seenOf(page, reader, 1)).toEqual(before);
		await page.getByTestId('follow-toggle').click();
		await expectSees(page, reader, chair.page, 1);
		await expect(page.getByTestId('reads-alone')).toHaveCount(0);
	});

	await test.step('a page that is turned is seen from its head, as large as the one before', async () => {
		await chair.page.getByTestId('page-next').click();
		await expect(upright.page.locator(`${reader} [data-page="2"]`)).toBeVisible();
		await expectSees(upright.page, reader, chair.page, 2);
		await expectSees(room, stage, chair.page, 2);
	});

	await test.step('with the presenter’s device gone the page stays, and who comes then sees it', async () => {
		await chair.context.close();
		const late = await attend(browser, server, 'delegate-district', { viewport: sizes.across });
		await late.page.getByTestId('content-open').click();
		await expect(late.page.locator(`${reader} [data-page="2"]`)).toBeVisible();
		await expect(room.locator(`${stage} [data-page="2"]`)).toBeVisible();
		await late.page.emulateMedia({ colorScheme: 'dark' });
		await shot(late.page, 'late-across-dark');
	});
});
