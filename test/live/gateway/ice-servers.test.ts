import { startLiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

test('a device that stays in the meeting is given new credentials for the relay, its own', async () => {
	const server = await startLiveServer(path.join(temporaryFolder(), 'db.sqlite'));
	onTestFinished(() => server.close());
	const meeting = createTestMeeting(server.db, { delegates: 1 });
	// The hall's own clockwork alone: links live by other timers.
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
	onTestFinished(() => void vi.useRealTimers());
	const people = [meeting.chairId, meeting.delegateIds[0] ?? ''];
	const devices = await Promise.all(
		people.map((personId) => server.enter(server.signIn(personId), { meetingId: meeting.id })),
	);
	const given = Promise.all(devices.map((device) => device.next('ice-servers')));
	vi.advanceTimersByTime(13 * 3_600_000);
	expect((await given).map(([first]) => first?.username)).toEqual(people);
});
