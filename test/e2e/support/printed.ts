import { expect, type Locator, type Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const controls = 'button, [role=tab], input, select, textarea, video, nav';

/** What a printer would leave out or not show: one line each. Grounds are not printed, so light letters are not seen. */
function faultsOfSheet(): string[] {
	const found = new Set<string>();
	const { scrollHeight, clientHeight } = document.body;
	if (scrollHeight > clientHeight) found.add(`${scrollHeight - clientHeight} px of the page are cut`);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const words = texts.currentNode.textContent?.trim() ?? '';
		const owner = texts.currentNode.parentElement;
		if (words === '' || !owner?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
		// For screen readers alone
		if (owner.getBoundingClientRect().width <= 1) continue;
		const [red = 0, green = 0, blue = 0] =
			getComputedStyle(owner)
				.color.match(/[\d.]+/g)
				?.map(Number) ?? [];
		if (0.21 * red + 0.72 * green + 0.07 * blue > 140) found.add(`“${words.slice(0, 40)}” is light`);
		for (let each: HTMLElement | null = owner; each; each = each.parentElement)
			if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight + 1)
				found.add(`“${words.slice(0, 40)}” lies in what scrolls`);
	}
	return [...found];
}

/** On paper, from a screen in dark colours: `what`, black on white, as long as it is, without controls. */
export async function expectPrinted(page: Page, what: Locator): Promise<void> {
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await expect(what).toBeVisible();
	await expect(page.locator(controls).filter({ visible: true })).toHaveCount(0);
	expect(await page.evaluate(faultsOfSheet)).toEqual([]);
	await page.emulateMedia({ media: null, colorScheme: null });
}

/** What stands on the first sheet that a printer would give. */
export async function firstSheetOf(page: Page): Promise<string> {
	const task = getDocument({ data: new Uint8Array(await page.pdf()) });
	try {
		const sheet = await (await task.promise).getPage(1);
		const { items } = await sheet.getTextContent();
		return items.flatMap((item) => ('str' in item ? item.str : [])).join(' ');
	} finally {
		await task.destroy();
	}
}
