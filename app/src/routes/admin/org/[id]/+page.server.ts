import { readUnitHistory } from '#db/org/unit-history.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { orErrorPage } from '#lib/server/current.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', async ({ db, today }, { params }: PageServerLoadEvent) => ({
	unit: await orErrorPage(() => readUnitHistory(db, params.id, today)),
	today,
}));
