import { writeDay } from '#lib/i18n/day-text.ts';
import { m } from '#lib/paraglide/messages.js';

/** What is from the first day that anything is known of has always been. */
const always = '1900-01-01';

/** `Từ 01/07/2025`, `Từ 01/01/2020, thôi từ 01/07/2025`: the days that something held. */
export function stretch({
	validFrom,
	validTo,
}: {
	readonly validFrom: string;
	readonly validTo: string | null;
}): string {
	if (validFrom <= always)
		return validTo === null ? m.admin_body_always() : m.admin_body_until({ to: writeDay(validTo) });
	const from = writeDay(validFrom);
	return validTo === null ? m.admin_term_since({ from }) : m.admin_term_between({ from, to: writeDay(validTo) });
}
