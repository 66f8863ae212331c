import { changeOwnPassword, endOtherSessions } from '#db/auth/own-password.ts';
import { endSession, listSessions } from '#db/auth/sessions.ts';
import { DataError } from '#db/data-error.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { accountAction, currentSession } from '#lib/server/act.ts';
import { refusalCode, refusalStatus } from '#lib/server/current.ts';
import { accountLoad, guarded, type GuardedActions } from '#lib/server/guard.ts';
import { showingOf } from '#lib/server/standing.ts';
import { allows } from '#meeting/rights.ts';
import { services } from '#live/services.ts';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { PageServerLoadEvent, RequestEvent } from './$types.js';

/** Whoever sits down at an open device cannot try passwords for long. */
const attempts = new AttemptLimit(5, 15 * 60_000);

const typed = v.pipe(v.string(), v.maxLength(800));
const passwordForm = v.object({ current: typed, next: typed, repeated: typed });
const sessionForm = v.object({ key: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

export const load = accountLoad('use-own-account', ({ db, session, now }, _: PageServerLoadEvent) => ({
	sessions: listSessions(db, session.accountId, session.key, now),
	now,
}));

export const actions = {
	changePassword: guarded('use-own-account', async (event: RequestEvent) => {
		const form = v.safeParse(passwordForm, Object.fromEntries(await event.request.formData()));
		const session = currentSession(event);
		if (!allows('use-own-account', showingOf(session))) return fail(403, { code: 'not-allowed' });
		if (!form.success) return fail(400, { code: 'malformed' });
		const { current, next, repeated } = form.output;
		const { accountId, key: sessionKey } = session;
		if (next !== repeated) return fail(400, { code: 'passwords-differ' });
		if (!attempts.take(accountId, Date.now())) return fail(429, { code: 'too-many-attempts' });
		const { db, meetings } = services();
		try {
			const ended = await changeOwnPassword(db, { accountId, current, next, sessionKey });
			attempts.release(accountId);
			recordDeed(event, { action: 'change-password', subject: accountId, detail: { endedSessions: ended.length } });
			for (const key of ended) meetings.disconnectSession(key);
			return { done: true };
		} catch (thrown) {
			const code = refusalCode(thrown);
			if (code === undefined) throw thrown;
			if (code === 'password-wrong') recordDeed(event, { action: 'change-password-refused', subject: accountId });
			return fail(refusalStatus(code), { code });
		}
	}),
	endSession: accountAction('use-own-account', sessionForm, ({ db, session: { accountId } }, { key }) => {
		if (!endSession(db, accountId, key)) throw new DataError('not-found', '');
		return { action: 'end-session', subject: accountId, detail: {}, leavesPlans: true, endsSessions: [key] };
	}),
	endOthers: accountAction('use-own-account', v.object({}), ({ db, session: { accountId, key } }) => {
		const ended = endOtherSessions(db, accountId, key);
		const detail = { endedSessions: ended.length };
		return { action: 'end-other-sessions', subject: accountId, detail, leavesPlans: true, endsSessions: ended };
	}),
} satisfies GuardedActions;
