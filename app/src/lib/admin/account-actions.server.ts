import { disableAccount, enableAccount, setAdministrator } from '#db/auth/account-state.ts';
import { requireAccount, setPasswordHash } from '#db/auth/accounts.ts';
import { requireAccountInCharge } from '#db/auth/charge.ts';
import { unlockAccount } from '#db/auth/sign-in.ts';
import { accountAction, passwordAction } from '#lib/server/act.ts';
import type { Asking } from '#lib/server/guard.ts';
import { DataError } from '#db/data-error.ts';
import * as v from 'valibot';
import { id } from './form-fields.server.ts';
import { inChargeOf } from './in-charge.server.ts';

const account = v.object({ accountId: id });

/** Nobody locks themselves out by mistake. @throws DataError `own-account` */
function requireOtherAccount({ session }: Asking, accountId: string): void {
	if (accountId === session.accountId) throw new DataError('own-account', accountId);
}

const requireOne = (asking: Asking, accountId: string) =>
	requireAccountInCharge(asking.db, accountId, inChargeOf(asking));

/** What can be done to an account, be it a person's or a terminal's, by whoever it is in the charge of. */
export const accountActions = {
	/** A new password; whoever is signed in with the old one is signed out, in meetings too. */
	resetPassword: passwordAction('keep-accounts', account, (asking, { accountId }, passwordHash) => {
		requireOtherAccount(asking, accountId);
		const { login } = requireOne(asking, accountId);
		setPasswordHash(asking.db, accountId, passwordHash);
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
	unlock: accountAction('keep-accounts', account, (asking, { accountId }) => {
		const { login } = requireOne(asking, accountId);
		unlockAccount(asking.db, accountId);
		return { action: 'unlock-account', subject: accountId, leavesPlans: true, detail: { login } };
	}),
	disable: accountAction('keep-accounts', account, (asking, { accountId }) => {
		requireOtherAccount(asking, accountId);
		const { login } = requireOne(asking, accountId);
		disableAccount(asking.db, accountId, asking.now);
		return {
			action: 'disable-account',
			subject: accountId,
			leavesPlans: true,
			detail: { login },
			disconnects: accountId,
		};
	}),
	enable: accountAction('keep-accounts', account, (asking, { accountId }) => {
		const { login } = requireOne(asking, accountId);
		enableAccount(asking.db, accountId);
		return { action: 'enable-account', subject: accountId, leavesPlans: true, detail: { login } };
	}),
};

/** What can be done to a person's account besides. */
export const administratorActions = {
	makeAdministrator: accountAction('administer', account, ({ db, now, session }, { accountId }) => {
		const { login } = requireAccount(db, accountId);
		setAdministrator(db, accountId, true, { accountId: session.accountId, now });
		return { action: 'make-administrator', subject: accountId, leavesPlans: true, detail: { login } };
	}),
	removeAdministrator: accountAction('administer', account, (asking, { accountId }) => {
		requireOtherAccount(asking, accountId);
		const { login } = requireAccount(asking.db, accountId);
		setAdministrator(asking.db, accountId, false, { accountId: asking.session.accountId, now: asking.now });
		return { action: 'remove-administrator', subject: accountId, leavesPlans: true, detail: { login } };
	}),
};
