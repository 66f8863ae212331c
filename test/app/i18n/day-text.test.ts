import { addDays, addMonths, readDay, weeksOf, writeDay } from '#lib/i18n/day-text.ts';
import { expect, test } from 'vitest';

test.each([
	['23/11/2026', '2026-11-23'],
	[' 3/1/26 ', '2026-01-03'],
	['23-11-2026', '2026-11-23'],
	['23.11.2026', '2026-11-23'],
	['23 11 2026', '2026-11-23'],
	['23112026', '2026-11-23'],
	['2026-11-23', '2026-11-23'],
	['29/02/2028', '2028-02-29'],
])('%s is a day', (typed, day) => expect(readDay(typed)).toBe(day));

// The month never comes first: 11/23/2026 is what a browser in American English would write.
test.each(['', '11/23/2026', '31/04/2026', '29/02/2026', '23/11', '23/11/026', 'mai', '2026-13-01'])(
	'%s is none',
	(typed) => expect(readDay(typed)).toBeUndefined(),
);

test('a day is written as people here write it', () => {
	expect(writeDay('2026-01-03')).toBe('03/01/2026');
	expect(writeDay('')).toBe('');
});

test('the calendar steps by days and months, and shows whole weeks from Monday', () => {
	expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
	expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
	expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
	const weeks = weeksOf('2026-11-25');
	expect([weeks.length, weeks[0]?.[0], weeks[5]?.[6]]).toEqual([6, '2026-10-26', '2026-12-06']);
	expect(weeksOf('2027-02-10')[0]?.[0]).toBe('2027-02-01');
});
