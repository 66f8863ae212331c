import { startLiveServer, type TestDevice } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('how somebody votes by name is told to nobody but them and those who count, until it is published', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	const server = await startLiveServer(path.join(folder, 'db.sqlite'));
	onTestFinished(async () => {
		await server.close();
		rmSync(folder, { recursive: true });
	});
	const meeting = createTestMeeting(server.db, { delegates: 2 });
	const [delegateId = ''] = meeting.delegateIds;
	const enter = (cookie: string) => server.enter(cookie, { meetingId: meeting.id });
	const delegateCookie = server.signIn(delegateId);
	const chair = await enter(server.signIn(meeting.chairId));
	const delegate = await enter(delegateCookie);
	await chair.give('start-meeting', {});
	const otherCookie = server.signIn(meeting.delegateIds[1] ?? '');
	const other = await enter(otherCookie);
	await chair.give('open-vote', { voteId: 'v1', itemId: null, title: 'Thông qua', secret: false });
	const own = delegate.next('own-ballots');
	await delegate.give('cast-ballot', { voteId: 'v1', choice: 'against' });
	expect(await own).toEqual({ v1: 'against' });
	const cast = (device: TestDevice) =>
		device.until('the ballot', (state) => state.votes[0]?.voted.includes(delegateId) ?? false);
	expect((await cast(chair)).votes[0]?.ballots).toEqual({ [delegateId]: 'against' });
	expect((await cast(other)).votes[0]?.ballots).toEqual({});
	expect(other.told.has('own-ballots')).toBe(false);
	// On another device of theirs they find what they have chosen; somebody else does not.
	const again = await enter(delegateCookie);
	expect((await again.welcomed).ownBallots).toEqual({ v1: 'against' });
	expect((await other.welcomed).ownBallots).toEqual({});
	await chair.give('close-vote', { voteId: 'v1' });
	await chair.give('publish-vote', { voteId: 'v1' });
	const published = await other.until('the result', (state) => state.votes[0]?.phase === 'published');
	expect(published.votes[0]?.ballots).toEqual({ [delegateId]: 'against' });
	expect(published.votes[0]).toEqual(server.stateOf(meeting.id).votes[0]);
});
