import { createBody } from '#db/org/bodies.ts';
import { adminAction, adminLoad } from '#lib/admin/administration.server.ts';
import { bodyDetail, bodyFields } from '#lib/admin/body-forms.server.ts';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent } from './$types.js';

export const load = adminLoad((_admin, _event: PageServerLoadEvent) => undefined);

export const actions = {
	create: adminAction(v.object(bodyFields), ({ db }, form) => {
		const id = createBody(db, { ...form, members: [] });
		return { action: 'create-body', subject: id, detail: bodyDetail(form), answer: { id } };
	}),
} satisfies Actions;
