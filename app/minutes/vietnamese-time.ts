const format = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Asia/Ho_Chi_Minh',
	hourCycle: 'h23',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
});

function parts(at: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
	const found = { year: '', month: '', day: '', hour: '', minute: '' };
	for (const { type, value } of format.formatToParts(at)) if (type in found) found[type as 'year'] = value;
	return found;
}

/** `08 giờ 05` */
function clockTime(at: number): string {
	const { hour, minute } = parts(at);
	return `${hour} giờ ${minute}`;
}

/** `ngày 05 tháng 02 năm 2026`: days below 10 and the months 1 and 2 with a zero (Nghị định 30/2020, Phụ lục I, II.4). */
export function day(at: number): string {
	const { year, month, day: dayOfMonth } = parts(at);
	return `ngày ${dayOfMonth} tháng ${Number(month) > 2 ? String(Number(month)) : month} năm ${year}`;
}

/** `08 giờ 05 phút, ngày 05 tháng 02 năm 2026` */
export const clockTimeAndDay = (at: number): string => `${clockTime(at)} phút, ${day(at)}`;

/** `05/02/2026` */
function shortDay(at: number): string {
	const { year, month, day: dayOfMonth } = parts(at);
	return `${dayOfMonth}/${month}/${year}`;
}

/** How minutes tell times of the course: by the clock and, where the meeting lasts more than one day, with the day. */
export interface Times {
	/** `08 giờ 05`, `08 giờ 05 ngày 05/02/2026` */
	at(at: number): string;
	/** `từ 08 giờ 05 đến 08 giờ 12`, `từ 16 giờ 30 ngày 05/02/2026 đến 08 giờ 20 ngày 06/02/2026` */
	span(from: number, to: number | null): string;
}

export function timesOf({ severalDays }: { readonly severalDays: boolean }): Times {
	const at = (ms: number) => (severalDays ? `${clockTime(ms)} ngày ${shortDay(ms)}` : clockTime(ms));
	return {
		at,
		span: (from, to) => {
			if (to === null) return `từ ${at(from)}`;
			return `từ ${shortDay(from) === shortDay(to) ? clockTime(from) : at(from)} đến ${at(to)}`;
		},
	};
}
