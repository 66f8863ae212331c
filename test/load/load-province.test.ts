import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { readDemoAccounts } from '#db/demo/accounts-file.ts';
import { findAreas } from '#db/org/areas.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../db/temporary-database.ts';
import { createLoadProvince } from './run/load-province.ts';

test('the load tool has a province of its own: as many rooms as are asked for, all invited, each with a login', async () => {
	const dataDir = temporaryFolder();
	const { meetingId, sites } = await createLoadProvince(dataDir, 320);
	expect(new Set(sites.map(({ siteId }) => siteId)).size).toBe(320);
	expect(new Set(sites.map(({ login }) => login)).size).toBe(320);
	const db = openDatabase(databaseFile(dataDir));
	const { participants, status, startsAt } = requireMeeting(db, meetingId);
	expect(status).toBe('invited');
	const rooms = participants.filter(({ kind }) => kind === 'site');
	expect(rooms.map(({ id }) => id).toSorted()).toEqual(sites.map(({ siteId }) => siteId).toSorted());
	const units = rooms.flatMap(({ unitId }) => unitId ?? []);
	expect(findAreas(db, units, new Date(startsAt).toISOString().slice(0, 10)).areas).toHaveLength(27);
	const password = readDemoAccounts(dataDir)?.find(({ role }) => role === 'terminal')?.password ?? '';
	for (const { login } of [sites[0], sites[319]].flatMap((site) => site ?? []))
		expect(await signIn(db, { login, password, ip: null, userAgent: null, now: Date.now() })).toHaveProperty('token');
	db.close();
});
