import { accountLoad } from '#lib/server/guard.ts';
import { showingOf } from '#lib/server/standing.ts';
import { allows } from '#meeting/rights.ts';
import type { LayoutServerLoadEvent } from './$types.js';

export const load = accountLoad('keep-accounts', ({ session }, _: LayoutServerLoadEvent) => ({
	ownAccountId: session.accountId,
	administers: allows('administer', showingOf(session)),
}));
