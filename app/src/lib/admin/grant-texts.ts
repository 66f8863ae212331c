import { m } from '#lib/paraglide/messages.js';
import type { GrantKind } from '#meeting/holder.ts';

export const grantTexts: Readonly<Record<GrantKind, () => string>> = {
	administer: m.grants_administer,
	'keep-accounts': m.grants_keep_accounts,
	convene: m.grants_convene,
	'keep-papers': m.grants_keep_papers,
	operate: m.grants_operate,
};
