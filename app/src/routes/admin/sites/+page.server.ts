import { insertSiteAccounts } from '#db/auth/accounts.ts';
import { requireSitesInCharge } from '#db/auth/charge.ts';
import { listTerminals } from '#db/auth/directory.ts';
import { DataError } from '#db/data-error.ts';
import { accountActions } from '#lib/admin/account-actions.server.ts';
import { inChargeOf, keptBy } from '#lib/admin/in-charge.server.ts';
import { passwordAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { id } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('keep-accounts', (asking, _: PageServerLoadEvent) => {
	const { db, now, today } = asking;
	const charge = inChargeOf(asking);
	const terminals = listTerminals(db, { date: today, now, unitIds: charge.unitIds });
	return { terminals, kept: keptBy(asking, charge) };
});

/** JSON in one field: forms of 320 fields of the same name are a nuisance on both sides. */
const siteIds = v.pipe(v.string(), v.parseJson(), v.array(id), v.minLength(1), v.maxLength(10_000));

export const actions = {
	...accountActions,
	/** One password for all of them, as a technician sets up many rooms in one go. */
	createAccounts: passwordAction('keep-accounts', v.object({ siteIds }), (asking, form, passwordHash) => {
		const { db, now } = asking;
		requireSitesInCharge(db, form.siteIds, inChargeOf(asking));
		const created = insertSiteAccounts(db, form.siteIds, passwordHash, now);
		const [first] = created;
		if (!first) throw new DataError('owner-has-account', form.siteIds[0] ?? '');
		const logins = created.map(({ login }) => login);
		const subject = created.length === 1 ? first.accountId : '';
		return {
			action: 'create-site-accounts',
			leavesPlans: true,
			subject,
			detail: { count: created.length, logins: logins.join(' ') },
			answer: { logins },
		};
	}),
} satisfies GuardedActions;
