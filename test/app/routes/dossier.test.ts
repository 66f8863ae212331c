import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { provideServices } from '#live/services.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { actions } from '../../../app/src/routes/meetings/[id]/+page.server.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

let server: LiveServer;
let meeting: TestMeeting;
let secretary: string;

beforeEach(async () => {
	const dataDir = temporaryFolder();
	server = await startLiveServer(path.join(dataDir, 'db.sqlite'));
	onTestFinished(() => server.close());
	const { db, live } = server;
	const log = pino({ level: 'silent' });
	provideServices({ db, dataDir, demo: false, secureCookies: false, log, meetings: live.meetings, ops: live.ops });
	meeting = createTestMeeting(db, { delegates: 1 });
	secretary = server.signIn(meeting.secretaryId);
});

const withdraw = () => {
	const session = resolveSession(server.db, secretary.split('=')[1] ?? '', Date.now());
	return actions['withdraw']?.({
		locals: { session, theme: 'system' },
		params: { id: meeting.id },
		getClientAddress: () => '10.1.2.3',
	} as never);
};
const status = () => requireMeeting(server.db, meeting.id).status;

test('an invitation is taken back as long as nobody has come in', async () => {
	expect(await withdraw()).toEqual({ done: true });
	expect(status()).toBe('draft');
	expect(listAudit(server.db)).toMatchObject([{ ip: '10.1.2.3', action: 'withdraw-meeting', subject: meeting.id }]);
});

test('a hall that everybody has left again, before the start, does not keep the meeting from being taken back', async () => {
	const early = await server.enter(secretary, { meetingId: meeting.id });
	early.socket.disconnect();
	const inside = () => server.live.meetings.stateOf(meeting.id).attendance.came[meeting.secretaryId]?.devices;
	await expect.poll(inside, { message: 'the departure', timeout: 5_000 }).toEqual([]);
	expect(await withdraw()).toEqual({ done: true });
	expect(status()).toBe('draft');
});

test('a meeting that people are in does not become a draft', async () => {
	await server.enter(secretary, { meetingId: meeting.id });
	expect(await withdraw()).toMatchObject({ status: 400, data: { code: 'meeting-already-open' } });
	expect(status()).toBe('invited');
	expect(listAudit(server.db)).toEqual([]);
});
