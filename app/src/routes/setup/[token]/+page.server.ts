import { isSetupLinkValid, useSetupLink } from '#db/auth/setup-link.ts';
import { guarded, type GuardedActions } from '#lib/server/guard.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { refusalCode } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { PageServerLoadEvent, RequestEvent } from './$types.js';

/** As the sign-in: the first that is seen of the system. */
export const ssr = true;

const attempts = new AttemptLimit(30, 15 * 60_000);

const text = v.pipe(v.string(), v.trim(), v.maxLength(200));
const formSchema = v.object({ name: text, position: text, login: text, password: v.string(), repeated: v.string() });

/** What the form shows again; the password never travels back. */
const nothing = { name: '', position: '', login: '' };

export const load = guarded('set-up', ({ params, getClientAddress }: PageServerLoadEvent) => {
	const now = Date.now();
	if (!attempts.take(getClientAddress(), now)) error(429, 'too-many-attempts');
	if (!isSetupLinkValid(services().db, params.token, now)) error(404, 'setup-link-invalid');
});

export const actions = {
	default: guarded('set-up', async (event: RequestEvent) => {
		const { request, params, getClientAddress } = event;
		const now = Date.now();
		if (!attempts.take(getClientAddress(), now)) return fail(429, { code: 'too-many-attempts', ...nothing });
		const form = v.safeParse(formSchema, Object.fromEntries(await request.formData()));
		if (!form.success) return fail(400, { code: 'malformed', ...nothing });
		const { name, position, login, password, repeated } = form.output;
		const entered = { name, position, login };
		if (password !== repeated) return fail(400, { code: 'passwords-differ', ...entered });
		try {
			const link = { token: params.token, name, position, login, password };
			const accountId = await useSetupLink(services().db, link, now);
			recordDeed(event, { action: 'create-first-administrator', subject: accountId, detail: { login }, accountId });
		} catch (thrown) {
			const code = refusalCode(thrown);
			if (code === undefined) throw thrown;
			return fail(400, { code, ...entered });
		}
		redirect(303, '/sign-in');
	}),
} satisfies GuardedActions;
