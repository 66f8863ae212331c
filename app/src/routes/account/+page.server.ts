import { changeOwnPassword, endOtherSessions } from '#db/auth/own-password.ts';
import { endSession, listSessions, type Session } from '#db/auth/sessions.ts';
import { hashToken } from '#db/auth/token.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { refusalCode, refusalStatus, requireSession } from '#lib/server/current.ts';
import { getSessionToken } from '#lib/server/session-cookie.ts';
import { services } from '#live/services.ts';
import { error, fail, type Cookies } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types.js';

/** Whoever sits down at an open device cannot try passwords for long. */
const attempts = new AttemptLimit(5, 15 * 60_000);

const typed = v.pipe(v.string(), v.maxLength(800));
const passwordForm = v.object({ current: typed, next: typed, repeated: typed });
const sessionForm = v.object({ key: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

export const load: PageServerLoad = ({ locals, cookies }) => {
	const session = requirePerson(locals);
	const now = Date.now();
	return { sessions: listSessions(services().db, session.accountId, keyOf(cookies), now), now };
};

export const actions: Actions = {
	changePassword: async (event) => {
		const { accountId } = requirePerson(event.locals);
		const form = v.safeParse(passwordForm, Object.fromEntries(await event.request.formData()));
		if (!form.success) return fail(400, { code: 'malformed' });
		const { current, next, repeated } = form.output;
		if (next !== repeated) return fail(400, { code: 'passwords-differ' });
		if (!attempts.take(accountId, Date.now())) return fail(429, { code: 'too-many-attempts' });
		const { db, meetings } = services();
		try {
			const sessionKey = keyOf(event.cookies);
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
	},
	endSession: async (event) => {
		const { accountId } = requirePerson(event.locals);
		const form = v.safeParse(sessionForm, Object.fromEntries(await event.request.formData()));
		if (!form.success) return fail(400, { code: 'malformed' });
		const { db, meetings } = services();
		const { key } = form.output;
		if (!endSession(db, accountId, key)) return fail(404, { code: 'not-found' });
		recordDeed(event, { action: 'end-session', subject: accountId });
		meetings.disconnectSession(key);
		return { done: true };
	},
	endOthers: (event) => {
		const { accountId } = requirePerson(event.locals);
		const { db, meetings } = services();
		const ended = endOtherSessions(db, accountId, keyOf(event.cookies));
		recordDeed(event, { action: 'end-other-sessions', subject: accountId, detail: { endedSessions: ended.length } });
		for (const key of ended) meetings.disconnectSession(key);
		return { done: true };
	},
};

/** A room's terminal is the technicians': nobody who walks in changes its password. */
function requirePerson(locals: App.Locals): Session {
	const session = requireSession(locals);
	if (session.personId === null) error(403, 'not-allowed');
	return session;
}

const keyOf = (cookies: Cookies): string => hashToken(getSessionToken(cookies) ?? '');
