import type { Attachment } from 'svelte/attachments';

/**
 * For text that may not fit where it stands: where it is cut off, its title has the whole, and a press or Enter shows it
 * whole in its place (app.css), another one as before. Within a button or a link only the title: a press is theirs.
 */
export const readWhole: Attachment<HTMLElement> = (element) => {
	const isPressable = element.closest('a, button, summary, [role="button"], label') === null;

	const look = () => {
		if (element.dataset['whole'] !== undefined) return;
		const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
		if (isCut === (element.dataset['cut'] !== undefined) && element.title === (isCut ? textOf(element) : '')) return;
		element.toggleAttribute('data-cut', isCut);
		if (isCut) element.title = textOf(element);
		else element.removeAttribute('title');
		if (!isPressable) return;
		element.toggleAttribute('tabindex', isCut);
		if (isCut) {
			element.tabIndex = 0;
			element.role = 'button';
			element.ariaExpanded = 'false';
		} else {
			element.removeAttribute('role');
			element.removeAttribute('aria-expanded');
		}
	};
	const press = () => {
		if (element.dataset['cut'] === undefined) return;
		element.ariaExpanded = String(element.toggleAttribute('data-whole'));
		look();
	};
	const key = (event: KeyboardEvent) => {
		if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ') || event.isComposing) return;
		event.preventDefault();
		press();
	};

	const sizes = new ResizeObserver(look);
	sizes.observe(element);
	const texts = new MutationObserver(look);
	texts.observe(element, { childList: true, characterData: true, subtree: true });
	if (isPressable) {
		element.addEventListener('click', press);
		element.addEventListener('keydown', key);
	}
	return () => {
		sizes.disconnect();
		texts.disconnect();
		element.removeEventListener('click', press);
		element.removeEventListener('keydown', key);
	};
};

const textOf = (element: HTMLElement) => (element.textContent ?? '').trim().replaceAll(/\s+/g, ' ');
