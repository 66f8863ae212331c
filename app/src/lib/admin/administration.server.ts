import { recordAudit, type AuditEntry } from '#db/audit/audit.ts';
import { generatePassword, hashPassword } from '#db/auth/password.ts';
import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import { inTransaction, type Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { refusalCode, refusalStatus, requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { error, fail, type ActionFailure } from '@sveltejs/kit';
import * as v from 'valibot';

/** What an administrator works with. Only `adminLoad`, `adminAction` and `passwordAction` hand it out. */
export interface Administration {
	readonly db: Database;
	/** the administrator's own account */
	readonly accountId: string;
	readonly now: number;
	/** `YYYY-MM-DD` */
	readonly today: string;
}

/** What was done, as the audit tells it: written in one transaction with the deed itself. */
export interface Deed<Answer extends object> {
	/** a stable word, e.g. `add-person` */
	readonly action: string;
	/** the id of what it was done to */
	readonly subject: string;
	/** never a secret */
	readonly detail: AuditEntry['detail'];
	/** nothing that plans are made of has changed: an account is none of it. Without it every running meeting looks */
	readonly leavesPlans?: true;
	/** the account whose devices leave their meetings when it is done */
	readonly disconnects?: string;
	readonly answer?: Answer;
}

interface PageEvent {
	readonly locals: App.Locals;
	readonly request: Request;
	readonly params: Readonly<Partial<Record<string, string>>>;
	getClientAddress(): string;
}

type Answered<Answer extends object> = Promise<ActionFailure<{ code: string }> | ({ done: true } & Answer)>;

/** A page's or an endpoint's data, for administrators; others get an error page that says so. */
export function adminLoad<Event extends { readonly locals: App.Locals }, Data>(
	load: (admin: Administration, event: Event) => Data,
): (event: Event) => Data {
	return (event) => {
		const session = requireSession(event.locals);
		if (!session.isAdmin) error(403, 'not-administrator');
		return load(administrationOf(session), event);
	};
}

/**
 * A form action for administrators. The form's fields, together with the page's parameters, must fit the schema.
 * `perform` runs within a transaction. Refusals come back by code.
 */
export function adminAction<S extends v.GenericSchema, Answer extends object>(
	schema: S,
	perform: (admin: Administration, form: v.InferOutput<S>) => Deed<Answer>,
): (event: PageEvent) => Answered<Partial<Answer>> {
	return (event) => carryOut(event, schema, (admin, form) => commit(admin, event, () => perform(admin, form)));
}

/** The same for deeds that set a new password: it is generated here, shown once in the answer, and kept as a hash alone. */
export function passwordAction<S extends v.GenericSchema, Answer extends object>(
	schema: S,
	perform: (admin: Administration, form: v.InferOutput<S>, passwordHash: string) => Deed<Answer>,
): (event: PageEvent) => Answered<Partial<Answer> & { password: string }> {
	return (event) =>
		carryOut(event, schema, async (admin, form) => {
			const password = generatePassword();
			const passwordHash = await hashPassword(password);
			const answer = commit(admin, event, () => perform(admin, form, passwordHash));
			return { ...answer, password };
		});
}

/** Nobody locks themselves out by mistake. @throws DataError `own-account` */
export function requireOtherAccount(admin: Administration, accountId: string): void {
	if (accountId === admin.accountId) throw new DataError('own-account', accountId);
}

function administrationOf({ accountId }: Session): Administration {
	const now = Date.now();
	return { db: services().db, accountId, now, today: dateOf(now) };
}

async function carryOut<S extends v.GenericSchema, Answer extends object>(
	event: PageEvent,
	schema: S,
	work: (admin: Administration, form: v.InferOutput<S>) => Promise<Answer> | Answer,
): Answered<Answer> {
	const session = requireSession(event.locals);
	if (!session.isAdmin) return fail(403, { code: 'not-administrator' });
	const fields = { ...(await readFields(event.request)), ...event.params };
	const form = v.safeParse(schema, fields);
	if (!form.success) return fail(400, { code: 'malformed' });
	try {
		const answer = await work(administrationOf(session), form.output);
		return { done: true, ...answer };
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return fail(refusalStatus(code), { code });
	}
}

/** Files come as their bytes, so that deeds need not wait within a transaction. */
async function readFields(request: Request): Promise<Record<string, unknown>> {
	const fields = [...(await request.formData())].map(async ([name, value]) => [
		name,
		typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer()),
	]);
	return Object.fromEntries(await Promise.all(fields)) as Record<string, unknown>;
}

function commit<Answer extends object>(
	{ db, accountId, now }: Administration,
	event: PageEvent,
	perform: () => Deed<Answer>,
): Partial<Answer> {
	const { disconnects, leavesPlans, answer, ...entry } = inTransaction(db, () => {
		const deed = perform();
		const { action, subject, detail } = deed;
		recordAudit(db, { at: now, accountId, ip: event.getClientAddress(), action, subject, detail });
		return deed;
	});
	services().log.info({ action: entry.action, subject: entry.subject, by: accountId }, 'administered');
	if (disconnects !== undefined) services().meetings.disconnectAccount(disconnects);
	if (!leavesPlans) void services().meetings.plansChanged();
	return answer ?? {};
}
