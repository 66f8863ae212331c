import { resolveSession } from '#db/auth/sessions.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { accountAction, meetingAction, preparedAction } from '#lib/server/act.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { actions } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { load as checkDevices } from '../../../app/src/routes/meetings/[id]/device-check/+page.server.ts';
import { load as live } from '../../../app/src/routes/meetings/[id]/live/+page.server.ts';
import { GET as findPeople } from '../../../app/src/routes/org/people/+server.ts';
import { startRouteServer } from './route-server.ts';

test('what asks only for the own part in a meeting reads no dossier: not of one that cannot be read', async () => {
	const server = await startRouteServer();
	const { id, chairId, secretaryId } = createTestMeeting(server.db, { delegates: 1 });
	const [chair, secretary] = [chairId, secretaryId].map((who) => server.signIn(who).split('=')[1] ?? '');
	const by = (token = '', body?: FormData) => {
		return {
			locals: { session: resolveSession(server.db, token, Date.now()), theme: 'system' },
			params: { id },
			url: new URL(`http://host/org/people?q=le&meeting=${id}`),
			request: new Request('http://host/', { method: 'POST', body: body ?? new FormData() }),
			getClientAddress: () => '10.1.2.3',
		} as never;
	};
	server.db.sqlite.exec("UPDATE bodies SET rule_set = '{}'");
	expect(() => requireMeeting(server.db, id)).toThrow();
	// Nor does who is invited: of a body its members' ids.
	updateMeeting(server.db, id, {
		participants: [
			{ id: chairId, roles: ['chair'] },
			{ id: secretaryId, roles: ['secretary'] },
		],
	});
	const mine = { meetingId: id, title: 'Phiên họp thử', name: 'Lê Văn Chủ' };
	expect(await live(by(chair))).toMatchObject(mine);
	expect(await checkDevices(by(chair))).toMatchObject({ ...mine, unitName: '', isSite: false, ended: false });
	expect((await findPeople(by(secretary))).status).toBe(200);
	const item = new FormData();
	item.set('title', 'Bổ sung');
	item.set('access', 'open');
	expect(await actions.addItem(by(secretary, item))).toEqual({ done: true });
});

test('a form is read in a turn of the loop before the one that does what it says', async () => {
	const server = await startRouteServer();
	const { chairId } = createTestMeeting(server.db, { delegates: 1 });
	const session = resolveSession(server.db, server.signIn(chairId).split('=')[1] ?? '', Date.now());
	const steps: string[] = [];
	const read = v.pipe(
		v.object({}),
		v.transform(() => {
			steps.push('read');
			setImmediate(() => steps.push('next turn'));
		}),
	);
	const action = accountAction('see-own-meetings', read, () => {
		steps.push('done');
		return { action: 'try', subject: '', detail: {}, leavesPlans: true };
	});
	const request = new Request('http://host/', { method: 'POST', body: new FormData() });
	const event = { locals: { session, theme: 'system' as const }, params: {}, request, getClientAddress: () => '' };
	expect(await action(event)).toEqual({ done: true });
	expect(steps).toEqual(['read', 'next turn', 'done']);
});

test('what was prepared in a turn before is told to be outrun where a deed has changed what plans are made of since', async () => {
	const server = await startRouteServer();
	const { chairId } = createTestMeeting(server.db, { delegates: 1 });
	const session = resolveSession(server.db, server.signIn(chairId).split('=')[1] ?? '', Date.now());
	const event = () => {
		const request = new Request('http://host/', { method: 'POST', body: new FormData() });
		return { locals: { session, theme: 'system' as const }, params: {}, request, getClientAddress: () => '' };
	};
	const deed = { action: 'try', subject: '', detail: {} };
	const change = accountAction('see-own-meetings', v.object({}), () => deed);
	const told: boolean[] = [];
	const prepared = (prepare: () => Promise<unknown>) =>
		preparedAction('see-own-meetings', v.object({}), { prepare }, (_asking, _form, _prepared, isOutrun) => {
			told.push(isOutrun);
			return { ...deed, leavesPlans: true };
		});
	await prepared(async () => {})(event());
	await prepared(() => change(event()))(event());
	expect(told).toEqual([false, true]);
});

test('what of a meeting was read in turns before its deed is read anew where plans have changed since, and is nothing where its dossier has', async () => {
	const server = await startRouteServer();
	const { id, secretaryId } = createTestMeeting(server.db, { delegates: 1 });
	const session = resolveSession(server.db, server.signIn(secretaryId).split('=')[1] ?? '', Date.now());
	const event = () => {
		const body = new FormData();
		body.set('version', String(requireMeeting(server.db, id).version));
		const request = new Request('http://host/', { method: 'POST', body });
		return { locals: { session, theme: 'system' as const }, params: { id }, request, getClientAddress: () => '' };
	};
	const told: unknown[] = [];
	const form = v.object({ version: v.pipe(v.string(), v.transform(Number)) });
	const edit = (meanwhile: () => void) =>
		meetingAction(
			'prepare-meeting',
			form,
			(_asking, _form, prepared?: string) => {
				told.push(prepared);
				return { action: 'try', detail: {} };
			},
			function* () {
				meanwhile();
				let heard = false;
				setImmediate(() => (heard = true));
				yield;
				return heard ? 'read before' : 'nobody heard in between';
			},
		)(event());
	const change = accountAction('see-own-meetings', form, () => ({ action: 'try', subject: '', detail: {} }));
	expect(await edit(() => {})).toEqual({ done: true });
	// In its turn, which is the one in which the other reads.
	await Promise.all([edit(() => {}), change(event())]);
	expect(told).toEqual(['read before', undefined]);
	const outrun = await edit(() => server.db.sqlite.exec('UPDATE meetings SET version = version + 1'));
	expect(outrun).toMatchObject({ data: { code: 'dossier-changed' } });
	expect(told).toHaveLength(2);
});
