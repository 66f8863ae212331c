import { vietnamOffset as offset } from '#meeting/vietnam-time.ts';

const day = 24 * 3_600_000;

/** The first instant of the Vietnamese calendar day that holds `at`, in ms since the epoch. */
export const startOfDay = (at: number): number => Math.floor((at + offset) / day) * day - offset;

/** The first instant of the next day. */
export const endOfDay = (at: number): number => startOfDay(at) + day;

/** The Vietnamese calendar day that holds `at`: `YYYY-MM-DD`. */
export const dateOf = (at: number): string => new Date(at + offset).toISOString().slice(0, 10);

/** The first instant of a Vietnamese calendar day `YYYY-MM-DD`. */
export const startOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) - offset;

/** Is it a calendar day, written `YYYY-MM-DD`? */
export function isDate(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
