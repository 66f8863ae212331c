import type { ImportFile } from '#db/org/import-error.ts';
import { m } from '#lib/paraglide/messages.js';

export const fileName: Readonly<Record<ImportFile, () => string>> = {
	units: m.admin_import_units,
	sites: m.admin_import_sites,
};
