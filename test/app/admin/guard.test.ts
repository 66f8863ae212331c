import { listAudit } from '#db/audit/audit.ts';
import type { Right } from '#meeting/rights.ts';
import { isActionFailure, isHttpError } from '@sveltejs/kit';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventOf, startAdministration } from './administration.ts';

const routes = path.resolve(import.meta.dirname, '../../../app/src/routes/admin');
const files = globSync('**/+*server.ts', { cwd: routes });

type Handler = ((event: ReturnType<typeof eventOf>) => unknown) & { readonly right?: Right };
interface RouteModule {
	readonly load?: Handler;
	readonly actions?: Readonly<Record<string, Handler>>;
}

/** Everything of a route that the outside can call, by name. */
async function handlersOf(file: string): Promise<[name: string, handler: Handler][]> {
	const { load, actions = {}, ...endpoints } = (await import(path.join(routes, file))) as RouteModule;
	return [...(load ? [['load', load] as [string, Handler]] : []), ...Object.entries({ ...endpoints, ...actions })] as [
		string,
		Handler,
	][];
}

/** The code and status of a refusal, thrown or returned. */
async function refusalOf(handler: Handler, event: ReturnType<typeof eventOf>): Promise<unknown> {
	try {
		const answer = await handler(event);
		return isActionFailure(answer)
			? { status: answer.status, code: (answer.data as unknown as { code: string }).code }
			: answer;
	} catch (thrown) {
		return isHttpError(thrown) ? { status: thrown.status, code: thrown.body.message } : thrown;
	}
}

describe('every page, action and endpoint of the administration', () => {
	test('is among those that are tried below', () => {
		expect(files.length).toBeGreaterThanOrEqual(6);
	});

	test.each(files)('%s refuses whoever is no administrator', async (file) => {
		const { db, delegate, delegateAccountId } = await startAdministration();
		const handlers = await handlersOf(file);
		expect(handlers.length).toBeGreaterThan(0);
		for (const [name, handler] of handlers) {
			const event = eventOf(delegate, { accountId: delegateAccountId }, { params: { id: 'x' } });
			const code = handler.right === 'administer' ? 'not-administrator' : 'not-account-keeper';
			expect(await refusalOf(handler, event), name).toEqual({ status: 403, code });
		}
		expect(listAudit(db)).toEqual([]);
	});
});

test('what somebody may is asked when the body has come: a right that ended meanwhile, or a session, does nothing any more', async () => {
	const { actions } = (await import(path.join(routes, 'people/+page.server.ts'))) as RouteModule;
	const reset = actions?.['resetPassword'] as Handler;
	const { db, admin, delegateAccountId } = await startAdministration();
	// As it was when the request began.
	const event = () => eventOf(admin, { accountId: delegateAccountId });
	db.sqlite.exec('UPDATE grants SET valid_to = valid_from');
	expect(await refusalOf(reset, event())).toEqual({ status: 403, code: 'not-account-keeper' });
	db.sqlite.exec('DELETE FROM sessions');
	expect(await refusalOf(reset, event())).toMatchObject({ status: 303, location: '/sign-in' });
	expect(listAudit(db)).toEqual([]);
});
