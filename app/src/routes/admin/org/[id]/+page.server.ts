import { readUnitHistory } from '#db/org/unit-history.ts';
import { adminLoad } from '#lib/admin/administration.server.ts';
import { orErrorPage } from '#lib/server/current.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = adminLoad(async ({ db, today }, { params }: PageServerLoadEvent) => ({
	unit: await orErrorPage(() => readUnitHistory(db, params.id, today)),
	today,
}));
