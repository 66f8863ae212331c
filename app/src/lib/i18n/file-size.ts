import { getLocale } from '#lib/paraglide/runtime.js';

/** `1,4 MB`, `320 KB`: in powers of 1024, as file managers show them. */
export function formatSize(bytes: number): string {
	const megabytes = bytes / (1024 * 1024);
	const [value, unit, digits] =
		megabytes >= 1 ? [megabytes, 'MB', megabytes < 10 ? 1 : 0] : [Math.max(1, bytes / 1024), 'KB', 0];
	const tag = getLocale() === 'vi' ? 'vi-VN' : 'en-GB';
	return `${new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(value)} ${unit}`;
}
