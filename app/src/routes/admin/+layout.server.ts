import { adminLoad } from '#lib/admin/administration.server.ts';
import type { LayoutServerLoadEvent } from './$types.js';

export const load = adminLoad(({ accountId }, _: LayoutServerLoadEvent) => ({ ownAccountId: accountId }));
