import { inviteMembersOf } from '#db/meetings/meetings.ts';
import { listBodyOverviews } from '#db/org/body-terms.ts';
import { mergeBodies } from '#db/org/merge-bodies.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { bodyDetail, bodyFields } from '#lib/admin/body-forms.server.ts';
import { day, id } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

/** What can be merged: the bodies that exist today. */
export const load = accountLoad('administer', ({ db, today }, _: PageServerLoadEvent) => ({
	bodies: listBodyOverviews(db, today).filter((body) => body.endedOn === null),
	today,
}));

const sources = v.pipe(v.string(), v.parseJson(), v.array(id), v.maxLength(100));

export const actions = {
	merge: accountAction(
		'administer',
		v.object({ ...bodyFields, day, sources }),
		({ db }, { day: from, sources: merged, ...form }) => {
			const successor = mergeBodies(db, { ...form, from: merged, day: from });
			for (const body of merged) inviteMembersOf(db, body);
			const detail = { ...bodyDetail(form), day: from, sources: merged.join(' ') };
			return { action: 'merge-bodies', subject: successor, detail, answer: { id: successor } };
		},
	),
} satisfies GuardedActions;
