import { disableAccount, enableAccount, setAdministrator } from '#db/auth/account-state.ts';
import { requireAccount, setPasswordHash } from '#db/auth/accounts.ts';
import { unlockAccount } from '#db/auth/sign-in.ts';
import * as v from 'valibot';
import { adminAction, passwordAction, requireOtherAccount } from './administration.server.ts';
import { id } from './form-fields.server.ts';

const account = v.object({ accountId: id });

/** What can be done to an account, be it a person's or a terminal's. */
export const accountActions = {
	/** A new password; whoever is signed in with the old one is signed out, in meetings too. */
	resetPassword: passwordAction(account, (admin, { accountId }, passwordHash) => {
		requireOtherAccount(admin, accountId);
		const { login } = requireAccount(admin.db, accountId);
		setPasswordHash(admin.db, accountId, passwordHash);
		const answer = { login };
		return {
			action: 'reset-password',
			subject: accountId,
			leavesPlans: true,
			detail: { login },
			disconnects: accountId,
			answer,
		};
	}),
	unlock: adminAction(account, ({ db }, { accountId }) => {
		const { login } = requireAccount(db, accountId);
		unlockAccount(db, accountId);
		return { action: 'unlock-account', subject: accountId, leavesPlans: true, detail: { login } };
	}),
	disable: adminAction(account, (admin, { accountId }) => {
		requireOtherAccount(admin, accountId);
		const { login } = requireAccount(admin.db, accountId);
		disableAccount(admin.db, accountId, admin.now);
		return {
			action: 'disable-account',
			subject: accountId,
			leavesPlans: true,
			detail: { login },
			disconnects: accountId,
		};
	}),
	enable: adminAction(account, ({ db }, { accountId }) => {
		const { login } = requireAccount(db, accountId);
		enableAccount(db, accountId);
		return { action: 'enable-account', subject: accountId, leavesPlans: true, detail: { login } };
	}),
};

/** What can be done to a person's account besides. */
export const administratorActions = {
	makeAdministrator: adminAction(account, ({ db }, { accountId }) => {
		const { login } = requireAccount(db, accountId);
		setAdministrator(db, accountId, true);
		return { action: 'make-administrator', subject: accountId, leavesPlans: true, detail: { login } };
	}),
	removeAdministrator: adminAction(account, (admin, { accountId }) => {
		requireOtherAccount(admin, accountId);
		const { login } = requireAccount(admin.db, accountId);
		setAdministrator(admin.db, accountId, false);
		return { action: 'remove-administrator', subject: accountId, leavesPlans: true, detail: { login } };
	}),
};
