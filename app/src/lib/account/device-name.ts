/** Browsers by what only they say of themselves, those first that also say the names of others. */
const browsers: readonly (readonly [RegExp, string])[] = [
	[/coc_coc_browser/i, 'Cốc Cốc'],
	[/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bFirefox\/|\bFxiOS\//, 'Firefox'],
	[/\bChrome\/|\bCriOS\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
	[/\biPad\b/, 'iPad'],
	[/\biPhone\b/, 'iPhone'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bLinux\b/, 'Linux'],
];

/** `Chrome, Windows`: enough for a person to know their own device again. Empty where nothing is known. */
export function deviceName(userAgent: string | null): string {
	const named = (list: typeof browsers) => list.find(([says]) => says.test(userAgent ?? ''))?.[1];
	return [named(browsers), named(systems)].filter((each) => each !== undefined).join(', ');
}
