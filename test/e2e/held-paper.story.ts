import { expect } from '@playwright/test';
import { oddPdfs } from '../support/odd-pdfs.ts';
import { signedPdf } from '../support/signed-pdf.ts';
import { signIn, todaysMeeting } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });

test('a file with the stamp of a state secret is kept apart until the secretary answers for it, or deletes it', async ({
	browser,
}) => {
	const secretary = await signIn(browser, server, 'secretary');
	const { page } = secretary;
	await page.goto(`${server.url}/meetings/${await todaysMeeting(secretary)}`);
	await page.getByTestId('add-paper').first().click();
	const stamped = oddPdfs['the stamp of a state secret']?.bytes() ?? Buffer.alloc(0);
	const files = [pdf('thong-bao.pdf', stamped), pdf('ke-hoach.pdf', Buffer.concat([stamped, Buffer.from('\n')]))];
	await page.getByTestId('paper-file').setInputFiles([...files, pdf('da-ky.pdf', signedPdf('Nguyễn Văn Ký'))]);
	// Nothing is sent by whoever does not answer for it.
	await page.getByTestId('paper-upload').click();
	const declared = page.getByTestId('no-state-secret');
	await expect(declared).toBeFocused();
	await expect(declared).toHaveAccessibleDescription(/Hãy đánh dấu vào ô này/);
	await declared.check();
	await expect(declared).not.toHaveAccessibleDescription(/Hãy đánh dấu/);
	await page.getByTestId('paper-upload').click();

	const held = page.getByTestId('held-papers').locator('li');
	await expect(held).toHaveCount(2);
	await expect(held.first()).toContainText('“thong-bao.pdf” bị giữ riêng');
	await expect(page.getByTestId('signed-by')).toContainText('Nguyễn Văn Ký');
	await expect(page.getByTestId('signed-by')).toContainText('nội dung còn nguyên vẹn');

	await held.first().getByTestId('held-delete').click();
	await page.getByTestId('held-confirm').click();
	await expect(held).toHaveCount(1);
	await held.getByTestId('held-release').click();
	await page.getByTestId('held-reason').fill('Văn bản đã được giải mật');
	await page.getByTestId('held-confirm').click();
	await expect(held).toHaveCount(0);
	await expect(page.getByRole('link', { name: /^Ke hoach/ })).toBeVisible();
});
