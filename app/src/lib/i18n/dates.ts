import { getLocale } from '#lib/paraglide/runtime.js';
import { vietnamOffset } from '#meeting/vietnam-time.ts';

/** Meetings are dated by the clock of Vietnam, wherever the reader sits; 24 hours. */
export const timeZone = 'Asia/Ho_Chi_Minh';

const tags = { vi: 'vi-VN', en: 'en-GB' } as const;
const made = new Map<string, Intl.DateTimeFormat>();

function format(ms: number, options: Intl.DateTimeFormatOptions): string {
	const tag = tags[getLocale()];
	const key = tag + JSON.stringify(options);
	const formatter = made.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone, hourCycle: 'h23', ...options });
	made.set(key, formatter);
	return formatter.format(ms);
}

/** `07:30` */
export const formatTime = (ms: number): string => format(ms, { hour: '2-digit', minute: '2-digit' });

/** `23/11/2026` */
export const formatDay = (ms: number): string => format(ms, { day: '2-digit', month: '2-digit', year: 'numeric' });

/** `Thứ Hai, 23/11/2026` */
export function formatLongDay(ms: number): string {
	const weekday = format(ms, { weekday: 'long' });
	return `${weekday.charAt(0).toLocaleUpperCase(tags[getLocale()])}${weekday.slice(1)}, ${formatDay(ms)}`;
}

/** `tháng 11 năm 2026` */
export const formatMonth = (ms: number): string => format(ms, { month: 'long', year: 'numeric' });

/** `T2`, at the head of a calendar */
export const formatWeekday = (ms: number): string => format(ms, { weekday: 'narrow' });

/** `07:30:05` */
export const formatTimeWithSeconds = (ms: number): string =>
	format(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `07:30, 23/11/2026` */
export const formatDayTime = (ms: number): string => `${formatTime(ms)}, ${formatDay(ms)}`;

/** `YYYY-MM-DD` and `HH:MM` of an instant, in Vietnam. */
export function toDayAndTime(ms: number): { day: string; time: string } {
	const local = new Date(ms + vietnamOffset).toISOString();
	return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** A time as people type it: `7:30`, `07:30`, `7h30`, `0730`, `7h`, as `HH:MM`; what is none comes back as it is. */
export function readTime(text: string): string {
	const [, hours, minutes = '00'] = /^\s*(\d{1,2})\s*(?:[:hg.]?\s*(\d{2}))?\s*[hg]?\s*$/i.exec(text) ?? [];
	if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return text;
	return `${hours.padStart(2, '0')}:${minutes}`;
}

/** The instant of a day `YYYY-MM-DD` and a time `HH:MM` in Vietnam; NaN where they are none. */
export function fromDayAndTime(day: string, time: string): number {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return NaN;
	return Date.parse(`${day}T${time}:00Z`) - vietnamOffset;
}
