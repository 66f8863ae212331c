import { getLocale } from '#lib/paraglide/runtime.js';

const tags = { vi: 'vi-VN', en: 'en-GB' } as const;
const made = new Map<string, Intl.NumberFormat>();

/** `1.234,5` in Vietnamese, `1,234.5` in English; at most so many digits after the comma. */
export function formatNumber(value: number, digits = 0): string {
	const key = `${getLocale()} ${digits}`;
	const formatter = made.get(key) ?? new Intl.NumberFormat(tags[getLocale()], { maximumFractionDigits: digits });
	made.set(key, formatter);
	return formatter.format(value);
}

/** Between a number and its unit no line ends. */
const fixed = '\u00a0';

/** `1,2 s` from a second on, else `240 ms`. */
export const formatMs = (ms: number): string =>
	ms >= 1000 ? `${formatNumber(ms / 1000, 1)}${fixed}s` : `${formatNumber(ms, ms < 10 ? 1 : 0)}${fixed}ms`;

/** `0,4 %` of a share from 0 to 1. */
export const formatShare = (share: number): string =>
	`${formatNumber(share * 100, share > 0 && share < 0.001 ? 2 : 1)}${fixed}%`;

/** `340 MB` */
export const formatMegabytes = (megabytes: number): string => `${formatNumber(megabytes)}${fixed}MB`;
