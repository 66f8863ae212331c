import { directoryInPieces, requireEntry } from '#db/auth/directory.ts';
import { insertAccount, requireLogin } from '#db/auth/accounts.ts';
import { requirePersonInCharge, requireUnitInCharge } from '#db/auth/charge.ts';
import { registerPerson } from '#db/auth/register-person.ts';
import { changeUnit } from '#db/org/change-unit.ts';
import { editPerson } from '#db/org/people.ts';
import { accountActions, administratorActions } from '#lib/admin/account-actions.server.ts';
import { inChargeOf, keptBy } from '#lib/admin/in-charge.server.ts';
import { accountAction, passwordAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { pageOf } from '#lib/server/page-of.ts';
import { inTurns } from '#live/next-turn.ts';
import { day, id, idOrNull, text } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

const rowsPerPage = 50;
const stateSchema = v.fallback(v.optional(v.picklist(['none', 'active', 'locked', 'disabled'])), undefined);

export const load = accountLoad('keep-accounts', async (asking, { url }: PageServerLoadEvent) => {
	const { db, now, today } = asking;
	const text = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	const state = v.parse(stateSchema, url.searchParams.get('state') || undefined);
	const page = pageOf(url);
	const offset = (page - 1) * rowsPerPage;
	const charge = inChargeOf(asking);
	const filter = { date: today, now, text, state, charge, limit: rowsPerPage, offset };
	const { entries, total } = await inTurns(directoryInPieces(db, filter));
	const pages = Math.max(1, Math.ceil(total / rowsPerPage));
	return { entries, total, text, state: state ?? '', page, pages, today, kept: keptBy(asking, charge) };
});

const details = { name: text, position: text, unitId: idOrNull, from: day };

export const actions = {
	...accountActions,
	...administratorActions,
	addPerson: passwordAction('keep-accounts', v.object({ ...details, login: text }), (asking, form, passwordHash) => {
		const { db, now } = asking;
		requireUnitInCharge(form.unitId, inChargeOf(asking));
		const { personId, accountId, login } = registerPerson(db, { ...form, passwordHash }, now);
		const { name, position, unitId, from } = form;
		const detail = { accountId, login, name, position, unitId, from };
		return { action: 'add-person', subject: personId, detail, answer: { login } };
	}),
	/** Who has no account, e.g. from an import, gets one. */
	giveAccount: passwordAction(
		'keep-accounts',
		v.object({ personId: id, login: text }),
		(asking, form, passwordHash) => {
			const { db, now, today } = asking;
			requirePersonInCharge(db, form.personId, inChargeOf(asking));
			const { id: personId } = requireEntry(db, form.personId, { date: today, now });
			const login = requireLogin(form.login);
			const accountId = insertAccount(db, { login, passwordHash, owner: { personId } }, now);
			return {
				action: 'give-account',
				subject: accountId,
				leavesPlans: true,
				detail: { personId, login },
				answer: { login },
			};
		},
	),
	editPerson: accountAction('keep-accounts', v.object({ ...details, personId: id }), (asking, form) => {
		const { db, now, today } = asking;
		const { personId, name, position, unitId, from } = form;
		const charge = inChargeOf(asking);
		requirePersonInCharge(db, personId, charge);
		requireUnitInCharge(unitId, charge);
		const before = requireEntry(db, personId, { date: today, now });
		editPerson(db, personId, { name, position });
		const moves = before.unitId !== unitId;
		if (moves) changeUnit(db, { personId, unitId, title: position, from });
		const was = { nameBefore: before.name, positionBefore: before.position };
		const unit = moves ? { unitId, unitIdBefore: before.unitId, from } : {};
		return { action: 'edit-person', subject: personId, detail: { name, position, ...was, ...unit } };
	}),
} satisfies GuardedActions;
