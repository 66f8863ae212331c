import { accountLoad } from '#lib/server/guard.ts';
import type { LayoutServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', ({ session }, _: LayoutServerLoadEvent) => ({
	ownAccountId: session.accountId,
}));
