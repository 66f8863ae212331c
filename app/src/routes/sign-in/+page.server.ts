import { signIn } from '#db/auth/sign-in.ts';
import { guarded, type GuardedActions } from '#lib/server/guard.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { findKnownDevice, keepKnownDevice } from '#lib/server/known-devices.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';
import { setSessionToken } from '#lib/server/session-cookie.ts';
import { services } from '#live/services.ts';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { PageServerLoadEvent, RequestEvent } from './$types.js';

/** The first that anybody sees of the system, on a device that has nothing of it yet. */
export const ssr = true;

const quarter = 15 * 60_000;
/** Of one address for one login: twice what locks the account, so that the lock's own text is still seen. */
const perLogin = new AttemptLimit(10, quarter);
/** Failures of one address altogether: all rooms of a province may come in by one. */
const perAddress = new AttemptLimit(100, quarter);

/** Of a device that has signed in to the account before: whoever has it in hand cannot try passwords on and on. */
const perDevice = new AttemptLimit(5, quarter);

const formSchema = v.object({
	login: v.pipe(v.string(), v.trim(), v.maxLength(64)),
	password: v.pipe(v.string(), v.maxLength(800)),
});

export const load = guarded('sign-in', ({ locals, url }: PageServerLoadEvent) => {
	if (locals.session) redirect(303, safeReturnPath(url.searchParams.get('return')));
});

export const actions = {
	default: guarded('sign-in', async ({ request, cookies, url, getClientAddress }: RequestEvent) => {
		const form = v.safeParse(formSchema, Object.fromEntries(await request.formData()));
		if (!form.success) return fail(400, { code: 'sign-in-refused', login: '' });
		const { login, password } = form.output;
		const { db, secureCookies } = services();
		const now = Date.now();
		const ip = getClientAddress();
		const key = `${ip} ${login.toLowerCase()}`;
		// What strangers fail to do, from the same address even, is not held against a device that has signed in before.
		const known = findKnownDevice(db, cookies, login, secureCookies);
		const mayTry =
			known === undefined ? perAddress.take(ip, now) && perLogin.take(key, now) : perDevice.take(known, now);
		if (!mayTry) return fail(429, { code: 'too-many-attempts', login });

		const userAgent = request.headers.get('user-agent');
		const outcome = await signIn(db, { login, password, ip, userAgent, now, isKnown: known !== undefined });
		if ('code' in outcome) return fail(400, { code: outcome.code, login });
		if (known === undefined) {
			perLogin.release(key);
			perAddress.giveBack(ip);
		} else perDevice.release(known);
		keepKnownDevice(db, cookies, outcome.accountId, secureCookies);
		setSessionToken(cookies, outcome.token, outcome.expiresAt, secureCookies);
		redirect(303, safeReturnPath(url.searchParams.get('return')));
	}),
} satisfies GuardedActions;
