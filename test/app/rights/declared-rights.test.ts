import { uploadRights } from '#contract/uploads.ts';
import type { GuardedActions } from '#lib/server/guard.ts';
import { rights } from '#meeting/rights.ts';
import path from 'node:path';
import { expect, test } from 'vitest';
import { everyRequest } from './each-request.ts';
import { everyRoute } from './each-route.ts';

/*
 * The walks ask whether what is declared is kept to. Whether the right one is declared, nothing but a person knows: what
 * was looked at and found right stands in this list, and nobody's right changes without it.
 */
const list = path.join(import.meta.dirname, 'declared-rights.txt');

const renewal =
	'Whose right a route or a request is, or who holds a right, is no longer what test/app/rights/declared-rights.txt says. ' +
	'If that is meant, and was weighed against who loses and who gains by it, renew the list by ' +
	'`npx vitest run test/app/rights/declared-rights.test.ts -u`, read its difference, and commit it with the reason.';

test('who may do what is what somebody has looked at', async () => {
	const declared = [
		...Object.entries(rights).map(([right, holders]) => `right ${right}: ${holders.toSorted().join(', ')}`),
		...Object.entries(uploadRights).map(([method, right]) => `upload ${method}: ${right}`),
		...everyRequest.map(({ name, right }) => `request ${name}: ${right}`),
		...(await everyRoute()).map(({ name, handler }) => `route ${name}: ${handler.right}`),
	];
	await expect(`${declared.sort().join('\n')}\n`, renewal).toMatchFileSnapshot(list);
});

test('an action without a right does not compile as one of a page', () => {
	const actions = { save: () => 'done' };
	// @ts-expect-error what the compiler says is the test
	const table: GuardedActions = actions;
	expect(Object.values(table).map(({ right }) => right)).toEqual([undefined]);
});
