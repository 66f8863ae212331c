import type { Attachment } from 'svelte/attachments';

/**
 * Where what has the focus goes or can be pressed no more, as a row whose button was pressed does, the nearest that is
 * left around it takes the focus, at last the element itself: who works by keys goes on from there, and not from the top
 * of the page. Only what has a `tabindex` takes it: the element needs `tabindex="-1"`.
 */
export const keepsFocus: Attachment<HTMLElement> = (element) => {
	let focused: HTMLElement | undefined;
	let around: HTMLElement[] = [];

	const remember = ({ target }: FocusEvent) => {
		if (!(target instanceof HTMLElement)) return;
		focused = target;
		around = ancestorsWithin(target, element);
	};
	const look = () => {
		if (focused === undefined || (focused.isConnected && !focused.matches(':disabled'))) return;
		const gone = focused;
		focused = undefined;
		// A frame later: a dialog, a list that was made anew or what the deed itself leads to takes it first.
		requestAnimationFrame(() => {
			const active = document.activeElement;
			if (active === null || active === document.body || active === gone)
				around.find(({ isConnected }) => isConnected)?.focus({ preventScroll: true });
		});
	};

	element.addEventListener('focusin', remember);
	const changes = new MutationObserver(look);
	changes.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled'] });
	return () => {
		element.removeEventListener('focusin', remember);
		changes.disconnect();
	};
};

function ancestorsWithin(inner: HTMLElement, outermost: HTMLElement): HTMLElement[] {
	const found: HTMLElement[] = [];
	for (let at = inner.parentElement; at && outermost.contains(at); at = at.parentElement)
		if (at.hasAttribute('tabindex')) found.push(at);
	return found;
}
