import { listDirectory, requireEntry } from '#db/auth/directory.ts';
import { insertAccount, requireLogin } from '#db/auth/accounts.ts';
import { registerPerson } from '#db/auth/register-person.ts';
import { changeUnit } from '#db/org/change-unit.ts';
import { editPerson } from '#db/org/people.ts';
import { accountActions, administratorActions } from '#lib/admin/account-actions.server.ts';
import { accountAction, passwordAction } from '#lib/server/act.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { pageOf } from '#lib/server/page-of.ts';
import { day, id, idOrNull, text } from '#lib/admin/form-fields.server.ts';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent } from './$types.js';

const rowsPerPage = 50;
const stateSchema = v.fallback(v.optional(v.picklist(['none', 'active', 'locked', 'disabled'])), undefined);

export const load = accountLoad('administer', ({ db, now, today }, { url }: PageServerLoadEvent) => {
	const text = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	const state = v.parse(stateSchema, url.searchParams.get('state') || undefined);
	const page = pageOf(url);
	const offset = (page - 1) * rowsPerPage;
	const { entries, total } = listDirectory(db, { date: today, now, text, state, limit: rowsPerPage, offset });
	return { entries, total, text, state: state ?? '', page, pages: Math.max(1, Math.ceil(total / rowsPerPage)), today };
});

const details = { name: text, position: text, unitId: idOrNull, from: day };

export const actions = {
	...accountActions,
	...administratorActions,
	addPerson: passwordAction('administer', v.object({ ...details, login: text }), ({ db, now }, form, passwordHash) => {
		const { personId, accountId, login } = registerPerson(db, { ...form, passwordHash }, now);
		const { name, position, unitId, from } = form;
		const detail = { accountId, login, name, position, unitId, from };
		return { action: 'add-person', subject: personId, detail, answer: { login } };
	}),
	/** Who has no account, e.g. from an import, gets one. */
	giveAccount: passwordAction(
		'administer',
		v.object({ personId: id, login: text }),
		({ db, now, today }, form, passwordHash) => {
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
	editPerson: accountAction('administer', v.object({ ...details, personId: id }), ({ db, now, today }, form) => {
		const { personId, name, position, unitId, from } = form;
		const before = requireEntry(db, personId, { date: today, now });
		editPerson(db, personId, { name, position });
		const moves = before.unitId !== unitId;
		if (moves) changeUnit(db, { personId, unitId, title: position, from });
		const was = { nameBefore: before.name, positionBefore: before.position };
		const unit = moves ? { unitId, unitIdBefore: before.unitId, from } : {};
		return { action: 'edit-person', subject: personId, detail: { name, position, ...was, ...unit } };
	}),
} satisfies Actions;
