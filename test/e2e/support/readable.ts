import { expect, type Page } from '@playwright/test';

/** Capitals of 10 arc minutes at 5 m on a 65-inch screen: app/src/tokens.css computes it. Share of the width. */
const least = 0.0145;

/** What a room reads from five metres: nothing set too small, cut off, or lying under something else. */
export async function expectReadable(page: Page, what: string): Promise<void> {
	const faults = await page.evaluate((share) => {
		const found: string[] = [];
		const { innerWidth: width, innerHeight: height } = window;
		const root = document.documentElement;
		if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} px wide`);
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const range = document.createRange();
		while (texts.nextNode()) {
			const node = texts.currentNode;
			const parent = node.parentElement;
			const words = node.textContent?.trim() ?? '';
			if (words === '' || !parent || parent.closest('script, style')) continue;
			const style = getComputedStyle(parent);
			range.selectNodeContents(node);
			const box = range.getBoundingClientRect();
			// Nothing to see: hidden, or for screen readers alone.
			if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || box.height === 0) continue;
			if (parent.getBoundingClientRect().width <= 1) continue;
			const name = `“${words.slice(0, 40)}” (${parent.tagName.toLowerCase()}.${parent.className})`;
			const size = parseFloat(style.fontSize);
			if (size < width * share - 0.1) found.push(`${name} is ${size.toFixed(1)} px`);
			// What scrolls by itself may go beyond its place, downwards; nothing goes beyond it sideways.
			let glides = false;
			for (let each: HTMLElement | null = parent; each; each = each.parentElement) {
				const around = getComputedStyle(each);
				if (around.overflowX === 'visible') continue;
				const frame = each.getBoundingClientRect();
				if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(`${name} is cut off sideways`);
				if (each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 0) {
					glides = true;
					if (each.clientHeight < size) found.push(`${name} has less than a line to glide in`);
				}
				if (around.textOverflow === 'ellipsis' && each.scrollWidth > each.clientWidth) found.push(`${name} is cut`);
			}
			if (!glides && (box.left < -1 || box.right > width + 1 || box.top < -1 || box.bottom > height + 1))
				found.push(`${name} leaves the screen`);
		}
		for (const caption of document.querySelectorAll('figcaption')) {
			const { left, right, top, bottom } = caption.getBoundingClientRect();
			const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
			if (bottom > top && !caption.contains(over)) found.push(`a name lies under ${over?.outerHTML.slice(0, 80)}`);
		}
		return found;
	}, least);
	expect(faults, what).toEqual([]);
}

/** No more of the screen is light than letters, a sign and a camera's picture are: it does not dazzle a room that waits. */
export async function expectDark(page: Page, what: string): Promise<void> {
	const drawn = (await page.screenshot()).toString('base64');
	const light = await page.evaluate(async (png) => {
		const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
		const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
		const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
		if (!context) throw new Error('no canvas');
		context.drawImage(image, 0, 0);
		const { data } = context.getImageData(0, 0, image.width, image.height);
		let count = 0;
		for (let at = 0; at < data.length; at += 4)
			if (Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) > 160) count += 1;
		return count / (data.length / 4);
	}, drawn);
	expect(light, `share of light dots: ${what}`).toBeLessThan(0.2);
}

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

/** A message that is in sight lies on no button. */
export async function expectToastsAside(page: Page): Promise<void> {
	await expect(page.locator('.toast')).not.toHaveCount(0);
	const covered = await page.evaluate(() => {
		const buttons = [...document.querySelectorAll('button:not(.toast button), a:not(.toast a)')];
		const under = buttons.filter((button) => {
			const { left, right, top, bottom } = button.getBoundingClientRect();
			return document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest('.toast');
		});
		return under.map((button) => button.getAttribute('aria-label') ?? button.textContent);
	});
	expect(covered, 'what lies under a message').toEqual([]);
}
