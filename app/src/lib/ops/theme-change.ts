/** Calls when the page's colours change: the device's own, or another choice of the reader. Returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
	const dark = matchMedia('(prefers-color-scheme: dark)');
	dark.addEventListener('change', changed);
	const chosen = new MutationObserver(changed);
	chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	return () => {
		dark.removeEventListener('change', changed);
		chosen.disconnect();
	};
}
