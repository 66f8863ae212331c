import {
	formatDay,
	formatDayTime,
	formatLongDay,
	formatTime,
	formatTimeWithSeconds,
	readTime,
} from '#lib/i18n/dates.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { afterEach, expect, test } from 'vitest';

afterEach(() => overwriteGetLocale(() => 'vi'));

/** Half past midnight of 3 January in Vietnam; still the day before in Greenwich, and at noon there in the afternoon. */
const night = Date.parse('2027-01-03T00:30:05+07:00');
const afternoon = Date.parse('2027-01-03T15:05:00+07:00');

// Americans write 1/3/2027, 12:30 AM; whatever the browser's or the system's language, nobody reads that here.
test.each([
	['vi', 'Chủ Nhật, 03/01/2027'],
	['en', 'Sunday, 03/01/2027'],
] as const)('days come before months and hours go to 24, in %s', (locale, longDay) => {
	overwriteGetLocale(() => locale);
	expect([night, afternoon].map(formatTime)).toEqual(['00:30', '15:05']);
	expect(formatTimeWithSeconds(night)).toBe('00:30:05');
	expect(formatDay(night)).toBe('03/01/2027');
	expect(formatDayTime(afternoon)).toBe('15:05, 03/01/2027');
	expect(formatLongDay(night)).toBe(longDay);
});

test('a time is read as people type it; what is none stays as it was typed', () => {
	expect(['7:30', '07:30', '7h30', '0730', ' 7g30 ', '15.05'].map(readTime)).toEqual([
		'07:30',
		'07:30',
		'07:30',
		'07:30',
		'07:30',
		'15:05',
	]);
	expect(readTime('7h')).toBe('07:00');
	for (const none of ['24:00', '7:60', 'sáng', '']) expect(readTime(none)).toBe(none);
});
