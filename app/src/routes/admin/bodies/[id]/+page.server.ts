import { inviteMembersOf } from '#db/meetings/meetings.ts';
import { addTerm, endTerm, listTerms, requireEnoughSeats } from '#db/org/body-terms.ts';
import { stateOn } from '#db/org/periods.ts';
import { editBody, requireBodyDetails } from '#db/org/bodies.ts';
import { endBody, readBodyHistory } from '#db/org/merge-bodies.ts';
import { requireUnit } from '#db/org/units.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { bodyDetail, bodyFields } from '#lib/admin/body-forms.server.ts';
import { day, dayOrNull, id, text, ticked } from '#lib/admin/form-fields.server.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { packRows } from '#lib/packed-rows.ts';
import { nextTurn } from '#live/next-turn.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', async ({ db, today }, { params }: PageServerLoadEvent) => {
	const body = await orErrorPage(() => requireBodyDetails(db, params.id, today));
	const terms = packRows(listTerms(db, body.id).map((term) => ({ ...term, state: stateOn(term, today) })));
	// To read hundreds, and to write them out, are two turns of the loop.
	await nextTurn();
	return { body, unit: requireUnit(db, body.unitId, today), terms, history: readBodyHistory(db, body.id), today };
});

export const actions = {
	edit: accountAction(
		'administer',
		v.object({ ...bodyFields, id, from: day }),
		({ db, today }, { id: bodyId, from, ...form }) => {
			const { ruleSet, seats, name } = requireBodyDetails(db, bodyId, today);
			editBody(db, bodyId, { ...form, from });
			requireEnoughSeats(db, bodyId, from);
			const before = { nameBefore: name, ruleSetBefore: JSON.stringify(ruleSet), seatsBefore: seats };
			return { action: 'edit-body', subject: bodyId, detail: { ...bodyDetail(form), from, ...before } };
		},
	),
	addTerm: accountAction(
		'administer',
		v.object({ id, personId: id, position: text, isHead: ticked, validFrom: day, validTo: dayOrNull }),
		({ db }, { id: bodyId, ...term }) => {
			addTerm(db, { bodyId, ...term });
			inviteMembersOf(db, bodyId);
			return { action: 'add-member', subject: bodyId, detail: term };
		},
	),
	endTerm: accountAction(
		'administer',
		v.object({ id, personId: id, validFrom: day, validTo: day }),
		({ db }, { id: bodyId, ...term }) => {
			endTerm(db, { bodyId, ...term });
			return { action: 'end-term', subject: bodyId, detail: term };
		},
	),
	end: accountAction('administer', v.object({ id, day }), ({ db }, { id: bodyId, day: endsOn }) => {
		endBody(db, bodyId, endsOn);
		return { action: 'end-body', subject: bodyId, detail: { endsOn } };
	}),
} satisfies GuardedActions;
