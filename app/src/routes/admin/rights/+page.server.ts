import { endGrant, giveGrant, listGrants } from '#db/auth/grants.ts';
import { listBodyOverviews } from '#db/org/body-terms.ts';
import { day, dayOrNull, id, idOrNull, text } from '#lib/admin/form-fields.server.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { grantKinds } from '#meeting/holder.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', ({ db, today }, _: PageServerLoadEvent) => ({
	grants: listGrants(db, today),
	bodies: listBodyOverviews(db, today).filter((body) => body.endedOn === null),
	today,
}));

const grantForm = v.object({
	personId: id,
	kind: v.picklist(grantKinds),
	scope: v.picklist(['everywhere', 'unit', 'body']),
	unitId: idOrNull,
	bodyId: idOrNull,
	validFrom: day,
	validTo: dayOrNull,
	reason: text,
});

export const actions = {
	give: accountAction('administer', grantForm, ({ db, session, now }, { scope, unitId, bodyId, ...grant }) => {
		const where = {
			unitId: scope === 'unit' ? (unitId ?? '') : null,
			bodyId: scope === 'body' ? (bodyId ?? '') : null,
		};
		const given = giveGrant(db, { ...grant, ...where }, { accountId: session.accountId, now });
		return { action: 'give-grant', subject: given, detail: { ...grant, ...where }, leavesPlans: true };
	}),
	/** Takes effect at the holder's next request. */
	end: accountAction('administer', v.object({ grantId: id }), ({ db, session, now }, { grantId }) => {
		endGrant(db, grantId, { accountId: session.accountId, now });
		return { action: 'end-grant', subject: grantId, detail: {}, leavesPlans: true };
	}),
} satisfies GuardedActions;
