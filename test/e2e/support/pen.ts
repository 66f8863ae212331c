import { expect, type Locator, type Page } from '@playwright/test';

/** Draws a stroke across the upper part of what is seen of `on`, as a pen does that knows how hard it is pressed. */
export async function drawWithPen(page: Page, on: Locator): Promise<void> {
	await expect(on).toBeVisible();
	const box = await on.boundingBox();
	if (!box) throw new Error('nothing to draw on is seen');
	const devtools = await page.context().newCDPSession(page);
	const at = (part: number) => ({ x: box.x + box.width * part, y: box.y + 120 + 60 * part });
	const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', part: number) =>
		devtools.send('Input.dispatchMouseEvent', {
			type,
			...at(part),
			button: 'left',
			buttons: type === 'mouseReleased' ? 0 : 1,
			clickCount: 1,
			pointerType: 'pen',
			force: 0.4 + part / 2,
		});
	await send('mousePressed', 0.2);
	for (let part = 0.25; part < 0.8; part += 0.05) await send('mouseMoved', part);
	await send('mouseReleased', 0.8);
	await devtools.detach();
}
