import { listAudit } from '#db/audit/audit.ts';
import { hashPassword } from '#db/auth/password.ts';
import type { Right } from '#meeting/rights.ts';
import { isActionFailure, isHttpError } from '@sveltejs/kit';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { slowForm } from '../routes/slow-body.ts';
import { eventOf, startAdministration } from './administration.ts';

vi.mock('#db/auth/password.ts', { spy: true });

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
	const { db, admin, delegateAccountId } = await startAdministration();
	const sending = (happens: () => void) => ({
		...eventOf(admin),
		request: slowForm({ accountId: delegateAccountId }, happens),
	});
	for (const name of ['disable', 'resetPassword']) {
		const handler = actions?.[name] as Handler;
		db.sqlite.exec('UPDATE grants SET valid_to = NULL');
		const ended = sending(() => db.sqlite.exec('UPDATE grants SET valid_to = valid_from'));
		expect(await refusalOf(handler, ended), name).toEqual({ status: 403, code: 'not-account-keeper' });
	}
	const signedOut = sending(() => db.sqlite.exec('DELETE FROM sessions'));
	expect(await refusalOf(actions?.['disable'] as Handler, signedOut)).toMatchObject({
		status: 303,
		location: '/sign-in',
	});
	expect(listAudit(db)).toEqual([]);
});

test('the same while something is prepared beside the loop, a password hashed: what ended meanwhile sets none', async () => {
	const { actions } = (await import(path.join(routes, 'people/+page.server.ts'))) as RouteModule;
	const { db, admin, delegateAccountId } = await startAdministration();
	const hashing = vi.mocked(hashPassword).mockClear();
	hashing.mockImplementationOnce(async () => {
		db.sqlite.exec('UPDATE grants SET valid_to = valid_from');
		return 'of a password that nobody may set';
	});
	const reset = refusalOf(actions?.['resetPassword'] as Handler, eventOf(admin, { accountId: delegateAccountId }));
	expect(await reset).toEqual({ status: 403, code: 'not-account-keeper' });
	expect(hashing).toHaveBeenCalledOnce();
	expect(listAudit(db)).toEqual([]);
});
