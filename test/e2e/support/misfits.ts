import { expect, type Page } from '@playwright/test';

/**
 * What of a page's text cannot be read where it stands: beyond the screen's edge with nothing to scroll, or cut off by a
 * box without the whole text in its title. One line each; empty: all is well.
 */
function misfitsOfPage(): string[] {
	const found = new Set<string>();
	const root = document.documentElement;
	if (root.scrollWidth > root.clientWidth) found.add(`the page is ${root.scrollWidth} px wide`);
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const text = node.textContent?.trim() ?? '';
		const owner = node.parentElement;
		// What reads itself out on a press, and what its title says whole.
		if (owner?.closest('[title], [aria-hidden="true"]')) continue;
		if (text === '' || !owner?.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const box = range.getBoundingClientRect();
		if (box.width === 0) continue;
		const say = (what: string) => found.add(`${what}: “${text.slice(0, 60)}” in ${nameOf(owner)}`);
		let scrolls = false;
		for (let each: Element | null = owner; each; each = each.parentElement) {
			const { overflowX, overflowY, position, clipPath, textOverflow } = getComputedStyle(each);
			const own = each.getBoundingClientRect();
			// For screen readers alone
			if (own.width <= 2 && own.height <= 2 && position === 'absolute') scrolls = true;
			if (clipPath.startsWith('inset')) scrolls = true;
			const cutsX = overflowX === 'hidden' || overflowX === 'clip';
			const cutsY = overflowY === 'hidden' || overflowY === 'clip';
			if (overflowX === 'auto' || overflowX === 'scroll') scrolls = true;
			if (scrolls) continue;
			const isCut =
				(cutsX && (box.right > own.right + 1 || box.left < own.left - 1)) || (cutsY && box.bottom > own.bottom + 2);
			if (isCut && each !== root && each !== document.body)
				say(textOverflow === 'ellipsis' ? 'ends in dots' : `cut off by ${nameOf(each)}`);
		}
		if (!scrolls && (box.right > root.clientWidth + 1 || box.left < -1) && box.bottom > 0) say('beyond the edge');
	}
	return [...found];

	function nameOf(element: Element): string {
		const id = element.closest('[data-testid]')?.getAttribute('data-testid') ?? '';
		return `${element.tagName.toLowerCase()}.${[...element.classList].filter((name) => !name.startsWith('s-')).join('.')} (${id})`;
	}
}

/** Nothing scrolls sideways, nothing is cut off without a way to read it, once the page has found its form. */
export async function expectToFit(page: Page, what: string): Promise<void> {
	await expect.poll(() => page.evaluate(misfitsOfPage), { message: what, timeout: 10_000 }).toEqual([]);
}
