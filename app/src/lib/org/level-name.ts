import type { Unit } from '#db/org/units.ts';
import { m } from '#lib/paraglide/messages.js';

export const levelName: Readonly<Record<Unit['level'], () => string>> = {
	province: m.level_province,
	department: m.level_department,
	party: m.level_party,
	district: m.level_district,
	commune: m.level_commune,
	other: m.level_other,
};
