import { insertAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { importProvince } from '#db/org/importer.ts';
import { listSites } from '#db/org/sites.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

test('a site that ends leaves the meeting that its terminal is in at once; others stay', async () => {
	const server = await startLiveServer(path.join(temporaryFolder(), 'db.sqlite'));
	onTestFinished(() => server.close());
	const { db } = server;
	const now = Date.now();
	const files = {
		units: 'code,name,level,parent_code\n1,Tỉnh,province,\n2,Xã,commune,1\n',
		sites: 'code,name,unit_code\nA,Phòng A,1\nB,Phòng B,2\n',
	};
	importProvince(db, files, { validFrom: '2025-07-01' });
	const sites = listSites(db, { date: dateOf(now) }).map(({ id }) => id);
	const meeting = createTestMeeting(db, { delegates: 1 });
	const { participants } = requireMeeting(db, meeting.id);
	updateMeeting(db, meeting.id, {
		participants: [...participants, ...sites.map((id) => ({ id, roles: ['delegate' as const] }))],
	});
	const [staying, ending] = await Promise.all(
		sites.map((siteId) => {
			const accountId = insertAccount(db, { login: siteId, passwordHash: 'none', owner: { siteId } }, now);
			const { token } = openSession(db, { accountId, isTerminal: true, ip: null, userAgent: null, now });
			return server.enter(`nhip-cau-phien=${token}`, { meetingId: meeting.id });
		}),
	);
	const goodbye = ending?.next('goodbye');
	const left = { ...files, sites: 'code,name,unit_code\nA,Phòng A,1\n' };
	expect(importProvince(db, left, { validFrom: dateOf(now), complete: true })).toMatchObject({ sites: 1 });
	await server.live.meetings.plansChanged();
	expect(await goodbye).toEqual({ code: 'not-signed-in' });
	expect(await staying?.give('clock/read', {})).toMatchObject({ ok: true });
});
