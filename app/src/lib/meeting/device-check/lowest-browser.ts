/**
 * The oldest browsers that have all that the pages use without a way around it: `light-dark()` in the colours, `popover`,
 * `Map.groupBy`, `AbortSignal.any`. Papers need no more: they are drawn by pdf.js's build for older browsers.
 */
export const lowest = { Chrome: 123, Safari: 17.5, Firefox: 125 } as const;

type Browser = keyof typeof lowest;

/** The browser that a user agent's string tells of, if it is older than the pages need; undefined: it is not, or unknown. */
export function tooOld(userAgent: string): Browser | undefined {
	const [browser, version] = named(userAgent);
	return browser !== undefined && version < lowest[browser] ? browser : undefined;
}

function named(userAgent: string): [Browser | undefined, number] {
	// Every browser of an iPad is Safari inside, whatever it is called; those of a desktop's kind say Safari, too, after their own name.
	for (const [browser, pattern] of [
		['Firefox', /\bFirefox\/(\d+)/],
		['Chrome', /\b(?:Chrome|Chromium)\/(\d+)/],
		['Safari', /\bVersion\/(\d+(?:\.\d)?).*Safari\//],
		['Safari', /\b(?:iPad|iPhone); CPU (?:iPhone )?OS (\d+_\d)/],
	] as const) {
		const version = pattern.exec(userAgent)?.[1];
		if (version !== undefined) return [browser, Number(version.replace('_', '.'))];
	}
	return [undefined, 0];
}
