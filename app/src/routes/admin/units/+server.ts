import { searchUnits } from '#db/org/units.ts';
import { inChargeOf } from '#lib/admin/in-charge.server.ts';
import { accountLoad } from '#lib/server/guard.ts';
import type { RequestEvent } from './$types.js';

/** Units by name, of those that are in the charge of who asks: `?q=` of 1 to 100 characters; at most 20. */
export const GET = accountLoad('keep-accounts', (asking, { url }: RequestEvent) => {
	const { db, today } = asking;
	const { unitIds } = inChargeOf(asking);
	const text = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	return Response.json(text === '' ? [] : searchUnits(db, { text, date: today, unitIds }));
});
