import { recordAudit, type AuditEntry } from '#db/audit/audit.ts';
import { generatePassword, hashPassword } from '#db/auth/password.ts';
import { readSession, type Session } from '#db/auth/sessions.ts';
import { inLargeTransaction, inTransaction } from '#db/client.ts';
import { requireVersion } from '#db/meetings/meetings.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { inTurns, nextTurn } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import { allows, type Right } from '#meeting/rights.ts';
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusalCode, refusalStatus, requireSession } from './current.ts';
import { askingOf, guarded, mayNow, refusalOf, type Asking, type Guarded, type MeetingAsking } from './guard.ts';
import { showingOf } from './standing.ts';

/** What was done, as the audit tells it: written in one transaction with the deed itself. */
export interface Deed<Answer extends object> {
	/** a stable word, e.g. `add-person` */
	readonly action: string;
	/** the id of what it was done to; of a meeting's deeds the meeting's */
	readonly subject: string;
	/** never a secret */
	readonly detail: AuditEntry['detail'];
	/** nothing that plans are made of has changed: an account is none of it. Without it every running meeting looks */
	readonly leavesPlans?: true;
	/** the account whose devices leave their meetings when it is done */
	readonly disconnects?: string;
	/** the keys of sessions that it has ended: their devices leave their meetings */
	readonly endsSessions?: readonly string[];
	/** what is known of media nodes is another now */
	readonly changesNodes?: true;
	/** the media node whose token holds no more */
	readonly sendsAway?: string;
	/** of a meeting: who is to be with another media node by now; `all`: everybody whose own one has room again */
	readonly placesAnew?: readonly string[] | 'all';
	readonly answer?: Answer;
	/** the page that follows */
	readonly goTo?: string;
}

export interface PageEvent {
	readonly locals: App.Locals;
	readonly request: Request;
	readonly params: Readonly<Partial<Record<string, string>>>;
	getClientAddress(): string;
}

type Answered<Answer extends object> = Promise<ActionFailure<{ code: string }> | ({ done: true } & Answer)>;
type Action<Answer extends object> = ((event: PageEvent) => Answered<Answer>) & Guarded;

/** Refuses with a code and a status, from within a transaction, which leaves nothing behind. */
class Refused extends Error {
	readonly code: string;
	readonly status: number;

	constructor(code: string, status: number) {
		super(code);
		this.code = code;
		this.status = status;
	}
}

/**
 * A form action. The whole body comes first, bounded by the hooks; then, in one transaction, the session as it is by
 * then, its right, the form (its fields together with the page's parameters), the change and the audit; then the plan
 * keeper. Refusals come back by code.
 */
export function accountAction<S extends v.GenericSchema, Answer extends object>(
	right: Right,
	schema: S,
	perform: (asking: Asking, form: v.InferOutput<S>) => Deed<Answer>,
): Action<Partial<Answer>> {
	return guarded(right, (event: PageEvent) =>
		answering(event, schema, (read) => {
			const deed = commit(event, (session) => perform(permitted(right, session), read()));
			return lookedAfter(deed);
		}),
	);
}

interface Preparation<Form, Prepared> {
	/** from the form and what the database holds then, for who may by then */
	readonly prepare: (form: Form, asking: Asking) => Promise<Prepared>;
	/** why nothing is done where anything that plans are made of has changed meanwhile; without it, it is done all the same */
	readonly outrun?: string;
	/** called in the end, whatever became of the deed */
	readonly letGo?: (prepared: Prepared) => void;
}

/**
 * The same for deeds of which a part takes longer than the loop may wait: it is prepared beside it, done then, and brought to the
 * disk beside it, too, before it is answered.
 */
export function preparedAction<S extends v.GenericSchema, Prepared, Answer extends object>(
	right: Right,
	schema: S,
	{ prepare, outrun, letGo }: Preparation<v.InferOutput<S>, Prepared>,
	perform: (asking: Asking, form: v.InferOutput<S>, prepared: Prepared, isOutrun: boolean) => Deed<Answer>,
): Action<Partial<Answer>> {
	return guarded(right, (event: PageEvent) =>
		answering(event, schema, async (read) => {
			const asking = permitted(right, currentSession(event));
			const form = read();
			const before = planChanges;
			const prepared = await prepare(form, asking);
			try {
				// To unpack what a thread hands over, and to write it, are two turns of the loop.
				await nextTurn();
				let onDisk: Promise<void> | undefined;
				const done = commit(
					event,
					(session) => {
						const isOutrun = before !== planChanges;
						if (outrun !== undefined && isOutrun) throw new Refused(outrun, refusalStatus(outrun));
						return perform(permitted(right, session), form, prepared, isOutrun);
					},
					(db, work) => {
						const written = inLargeTransaction(db, work);
						onDisk = written.onDisk;
						return written.result;
					},
				);
				// At once: whoever else has prepared something by now has done so before this.
				const deed = lookedAfter(done);
				await onDisk;
				return deed;
			} finally {
				letGo?.(prepared);
			}
		}),
	);
}

/** For deeds that set a new password: it is generated here, shown once in the answer, and kept as a hash alone. */
export const passwordAction = <S extends v.GenericSchema, Answer extends object>(
	right: Right,
	schema: S,
	perform: (asking: Asking, form: v.InferOutput<S>, passwordHash: string) => Deed<Answer>,
): Action<Partial<Answer & { password: string }>> =>
	preparedAction(right, schema, { prepare: newPassword }, (asking, form, { password, passwordHash }) => {
		const deed = perform(asking, form, passwordHash);
		return { ...deed, answer: { ...((deed.answer ?? {}) as Answer), password } };
	});

async function newPassword() {
	const password = generatePassword();
	return { password, passwordHash: await hashPassword(password) };
}

/**
 * The same for a meeting, which `params.id` names. A form that has a `version` began with that of the dossier. `prepare`: what is
 * read of hundreds in turns before, by whoever may then; undefined where it was outrun.
 */
export function meetingAction<S extends v.GenericSchema, Answer extends object, Prepared = never>(
	right: Right,
	schema: S,
	perform: (asking: MeetingAsking, form: v.InferOutput<S>, prepared?: Prepared) => Omit<Deed<Answer>, 'subject'>,
	prepare?: (asking: MeetingAsking, form: v.InferOutput<S>) => Generator<void, Prepared>,
): Action<Partial<Answer>> {
	return guarded(right, (event: PageEvent) =>
		answering(event, schema, async (read) => {
			const meetingId = event.params['id'] ?? '';
			const begin = (session: Session) => {
				const asking = askingOf(session);
				const meeting = requireStanding(asking.db, { meetingId, participantId: session.participantId });
				if (!mayNow(right, session, meeting)) throw new Refused(refusalOf(right), 403);
				const form = read();
				const version = versionOf(form);
				if (version !== undefined) requireVersion(asking.db, meetingId, version);
				return [{ ...asking, meeting }, form] as const;
			};
			const before = planChanges;
			const prepared = prepare && (await inTurns(prepare(...begin(currentSession(event)))));
			const deed = commit(event, (session) => {
				const isOutrun = before !== planChanges;
				return { ...perform(...begin(session), isOutrun ? undefined : prepared), subject: meetingId };
			});
			if (!deed.leavesPlans) await services().meetings.plansChanged(meetingId);
			return deed;
		}),
	);
}

/** The session as it is at this moment: it may have ended, or lost its grants, while a slow body came. */
export function currentSession({ locals }: Pick<PageEvent, 'locals'>): Session {
	const session = readSession(services().db, requireSession(locals).key, Date.now());
	if (!session) redirect(303, '/sign-in');
	return session;
}

/** Deeds so far after which plans may be other ones. */
let planChanges = 0;

/** Every running meeting looks whether it concerns it; the deed is done and answered whatever becomes of that. */
function lookedAfter<Answer extends object>(deed: Deed<Answer>): Deed<Answer> {
	if (deed.leavesPlans) return deed;
	planChanges += 1;
	const { log, meetings } = services();
	const { action, subject } = deed;
	meetings
		.plansChanged()
		.catch((error: unknown) => log.error({ err: error, action, subject }, 'meetings could not look after a deed'));
	return deed;
}

function permitted(right: Right, session: Session): Asking {
	if (!allows(right, showingOf(session))) throw new Refused(refusalOf(right), 403);
	return askingOf(session);
}

const versionOf = (form: unknown): number | undefined =>
	typeof form === 'object' && form !== null && 'version' in form && typeof form.version === 'number'
		? form.version
		: undefined;

function commit<Answer extends object>(
	event: PageEvent,
	perform: (session: Session) => Deed<Answer>,
	write = inTransaction,
): Deed<Answer> {
	const { db, log, meetings, nodes } = services();
	const done = write(db, () => {
		const session = currentSession(event);
		const deed = perform(session);
		const { action, subject, detail } = deed;
		const { accountId } = session;
		recordAudit(db, { at: Date.now(), accountId, ip: event.getClientAddress(), action, subject, detail });
		return { deed, accountId };
	});
	const { action, subject, disconnects, endsSessions = [], changesNodes, sendsAway, placesAnew } = done.deed;
	log.info({ action, subject, by: done.accountId }, 'done');
	if (disconnects !== undefined) meetings.disconnectAccount(disconnects);
	for (const key of endsSessions) meetings.disconnectSession(key);
	if (changesNodes) nodes.changed(sendsAway);
	if (placesAnew) nodes.placeAnew(subject, placesAnew === 'all' ? undefined : placesAnew);
	return done.deed;
}

/** `work`: by what is read of the form, which refuses a malformed one when it is asked for: whoever may not is told that first. */
async function answering<S extends v.GenericSchema, Answer extends object>(
	event: PageEvent,
	schema: S,
	work: (read: () => v.InferOutput<S>) => Promise<Deed<Answer>> | Deed<Answer>,
): Answered<Answer> {
	let deed: Deed<Answer>;
	try {
		const fields = await readFields(event.request);
		const parsed = v.safeParse(schema, { ...fields, ...event.params });
		// To read a form of hundreds of names, and to do what it says, are two turns of the loop.
		await nextTurn();
		deed = await work(() => {
			if (!parsed.success) throw new Refused('malformed', 400);
			return parsed.output;
		});
	} catch (thrown) {
		if (thrown instanceof Refused) return fail(thrown.status, { code: thrown.code });
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return fail(refusalStatus(code), { code });
	}
	if (deed.goTo !== undefined) redirect(303, deed.goTo);
	return { done: true, ...((deed.answer ?? {}) as Answer) };
}

/** Files come as their bytes, so that deeds need not wait within a transaction. */
async function readFields(request: Request): Promise<Record<string, unknown>> {
	const fields = [...(await request.formData())].map(async ([name, value]) => [
		name,
		typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer()),
	]);
	return Object.fromEntries(await Promise.all(fields)) as Record<string, unknown>;
}
