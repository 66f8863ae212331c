import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startLiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';

test('pages of another build are told so before they are told anything that they may not understand', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	const server = await startLiveServer(path.join(folder, 'db.sqlite'), 'today');
	try {
		const { id: meetingId, chairId } = createTestMeeting(server.db, { delegates: 1 });
		const cookie = server.signIn(chairId);
		await expect(server.enter(cookie, { meetingId, pages: 'yesterday' })).rejects.toThrow('pages-outdated');
		// As all that were built before pages said their version.
		await expect(server.enter(cookie, { meetingId })).rejects.toThrow('pages-outdated');
		await expect(server.enter(undefined, { meetingId })).rejects.toThrow('not-signed-in');
		expect((await server.enter(cookie, { meetingId, pages: 'today' })).state.seq).toBeGreaterThan(0);
	} finally {
		await server.close();
		rmSync(folder, { recursive: true });
	}
});
