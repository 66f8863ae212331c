import type { AccountState } from '#db/auth/account-state.ts';
import { m } from '#lib/paraglide/messages.js';

export const stateName: Readonly<Record<AccountState, () => string>> = {
	none: m.admin_state_none,
	active: m.admin_state_active,
	locked: m.admin_state_locked,
	disabled: m.admin_state_disabled,
};
