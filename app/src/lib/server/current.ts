import type { Session } from '#db/auth/sessions.ts';
import { error, redirect } from '@sveltejs/kit';

/** The signed-in account; hooks have sent everyone else to the sign-in before. */
export function requireSession(locals: App.Locals): Session {
	if (!locals.session) redirect(303, '/sign-in');
	return locals.session;
}

/** Answers of the data's and the core's refusals, by code. Others of them are mistakes in the request: 400. */
const statuses: Readonly<Record<string, number>> = {
	'not-found': 404,
	'not-in-charge': 404,
	'not-signed-in': 401,
	'not-allowed': 403,
	'not-invited': 403,
	'dossier-changed': 409,
	'mark-key-changed': 409,
	'file-too-large': 413,
	'file-type-refused': 415,
	'work-failed': 500,
	'too-busy': 503,
	'packs-unavailable': 503,
};

/**
 * The code of a refusal from the data or the core. By its name and not by its class: what the running process throws
 * belongs to another copy of the module than this bundle's.
 */
export function refusalCode(thrown: unknown): string | undefined {
	if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined;
	return thrown.name === 'DataError' ? thrown.code : undefined;
}

export const refusalStatus = (code: string): number => statuses[code] ?? 400;

/** Runs what may refuse; a refusal becomes an error page with the refusal's text. */
export async function orErrorPage<T>(run: () => T | Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		error(refusalStatus(code), code);
	}
}
