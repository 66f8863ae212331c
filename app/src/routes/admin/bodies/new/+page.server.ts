import { createBody } from '#db/org/bodies.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { bodyDetail, bodyFields } from '#lib/admin/body-forms.server.ts';
import { dayOrNull } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', (_asking, _event: PageServerLoadEvent) => undefined);

export const actions = {
	create: accountAction(
		'administer',
		v.object({ ...bodyFields, validFrom: dayOrNull }),
		({ db }, { validFrom, ...form }) => {
			const id = createBody(db, { ...form, validFrom: validFrom ?? undefined, members: [] });
			return { action: 'create-body', subject: id, detail: { ...bodyDetail(form), validFrom }, answer: { id } };
		},
	),
} satisfies GuardedActions;
