import type { AccountDeed } from './account-deed.ts';
import { m } from '#lib/paraglide/messages.js';

interface DeedTexts {
	/** on the button that asks for it, and on the one that does it */
	readonly name: () => string;
	readonly what: (inputs: { name: string }) => string;
	/** when it is done; a new password is shown instead */
	readonly said?: () => string;
}

export const deedTexts: Readonly<Record<AccountDeed, DeedTexts>> = {
	resetPassword: { name: m.admin_reset_password, what: m.admin_reset_password_what },
	unlock: { name: m.admin_unlock, what: m.admin_unlock_what, said: m.admin_unlock_said },
	disable: { name: m.admin_disable, what: m.admin_disable_what, said: m.admin_disable_said },
	enable: { name: m.admin_enable, what: m.admin_enable_what, said: m.admin_enable_said },
	makeAdministrator: {
		name: m.admin_make_administrator,
		what: m.admin_make_administrator_what,
		said: m.admin_make_administrator_said,
	},
	removeAdministrator: {
		name: m.admin_remove_administrator,
		what: m.admin_remove_administrator_what,
		said: m.admin_remove_administrator_said,
	},
};
