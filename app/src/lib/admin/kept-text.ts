import type { KeptUnit } from '#db/auth/charge.ts';
import { writeDay } from '#lib/i18n/day-text.ts';
import { m } from '#lib/paraglide/messages.js';

/** What somebody keeps who was not given all, in a sentence; undefined: all. */
export function keptText(kept: readonly KeptUnit[] | null): string | undefined {
	if (kept === null) return undefined;
	const units = kept.map(({ name, validTo }) =>
		validTo === null ? name : m.admin_kept_until({ name, day: writeDay(validTo) }),
	);
	return m.admin_kept({ units: units.join('; ') });
}
