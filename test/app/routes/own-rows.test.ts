import { resolveSession } from '#db/auth/sessions.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
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
	const mine = { meetingId: id, title: 'Phiên họp thử', name: 'Lê Văn Chủ' };
	expect(await live(by(chair))).toMatchObject(mine);
	expect(await checkDevices(by(chair))).toMatchObject({ ...mine, unitName: '', isSite: false, ended: false });
	expect((await findPeople(by(secretary))).status).toBe(200);
	const item = new FormData();
	item.set('title', 'Bổ sung');
	item.set('access', 'open');
	expect(await actions.addItem(by(secretary, item))).toEqual({ done: true });
});
