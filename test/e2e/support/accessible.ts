import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2 AA as far as a program can tell, and nothing to scroll sideways for. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
	await judge(page, what, (axe) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']));
	const overflow = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);
	expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

const sizes = [
	{ width: 1920, height: 1080 },
	{ width: 1180, height: 820 },
	{ width: 820, height: 1180 },
	{ width: 390, height: 844 },
] as const;

/** Where the four sizes between them show nothing else. */
export const extremeSizes = [sizes[0], sizes[3]] as const;

/** All that the sizes show, by day; by night what colours alone can break. */
export async function expectAccessibleAnyhow(
	page: Page,
	what: string,
	at: readonly { readonly width: number; readonly height: number }[] = sizes,
): Promise<void> {
	for (const size of at) {
		await page.setViewportSize(size);
		await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		await expectContrast(page, `${what} at ${size.width}×${size.height}, dark`);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await expectAccessible(page, `${what} at ${size.width}×${size.height}, light`);
	}
}

/** What a change of colours alone can break, in the theme that the system asks for. */
async function expectContrast(page: Page, what: string): Promise<void> {
	await judge(page, what, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']));
}

async function judge(page: Page, what: string, asked: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
	// A colour on its way to another is neither.
	await page.evaluate(() => {
		for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
	});
	// A page has no other pages in it, and keeps the program for the next look: without a page beside it to sum up in.
	const axeSource = (await page.evaluate(() => 'axe' in window)) ? ';' : undefined;
	const { violations } = await asked(
		new AxeBuilder({ page, ...(axeSource && { axeSource }) }).setLegacyMode().options({ resultTypes: ['violations'] }),
	).analyze();
	const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
	expect(found, what).toEqual([]);
}
