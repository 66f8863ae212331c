/** `23/11/2026` of a day `YYYY-MM-DD`; empty for none. */
export function writeDay(day: string): string {
	const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
	return year === undefined ? '' : `${date}/${month}/${year}`;
}

/**
 * A day as people type it, as `YYYY-MM-DD`: `23/11/2026`, `23-11-2026`, `23.11.2026`, `3/1/26`, `23112026`, and
 * `2026-11-23` as machines write it. Undefined where it is none, the 31 April too.
 */
export function readDay(text: string): string | undefined {
	const typed = text.trim();
	const [, date, month, year] =
		/^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed) ?? [];
	if (date === undefined || month === undefined || year === undefined) return isDay(typed) ? typed : undefined;
	const day = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
	return isDay(day) ? day : undefined;
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const ms = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The same date of another month; its last day where that month is shorter. */
export function addMonths(day: string, count: number): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + count, 0));
	return `${last.toISOString().slice(0, 8)}${String(Math.min(date, last.getUTCDate())).padStart(2, '0')}`;
}

/** The weeks, from Monday, that a day's month is shown in: always six, so that nothing jumps. */
export function weeksOf(day: string): string[][] {
	const first = `${day.slice(0, 8)}01`;
	const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
	return Array.from({ length: 6 }, (_, week) =>
		Array.from({ length: 7 }, (_each, at) => addDays(first, week * 7 + at - weekday)),
	);
}
