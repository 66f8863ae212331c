import type { Answer } from '#contract/requests.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { findInvitation } from '#db/meetings/invitation.ts';

vi.mock('#db/meetings/invitation.ts', { spy: true });

let folder: string;
let server: LiveServer;
let meeting: TestMeeting;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	meeting = createTestMeeting(server.db, { delegates: 1 });
});

afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

test('who knocks 150 times over one socket is cut off, and costs no more than a handful of rows', async () => {
	const other = createTestMeeting(server.db, { delegates: 1 });
	const cookie = server.signIn(other.chairId);
	const url = `http://${server.address}polling`;
	const headers = { cookie };
	const { sid } = JSON.parse((await (await fetch(url, { headers })).text()).slice(1)) as { sid: string };
	vi.mocked(findInvitation).mockClear();
	// On a busy machine the knocks take seconds, in which the account would be let in again.
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const introduction = { meetingId: meeting.id, deviceId: 'device-that-knocks-again', lastSeq: 0 };
	const knock = `40/meeting,${JSON.stringify(introduction)}`;
	const body = Array.from({ length: 150 }, () => knock).join('\x1e');
	await fetch(`${url}&sid=${sid}`, { method: 'POST', headers, body });
	const told: string[] = [];
	for (let open = true; open;) {
		const answer = await fetch(`${url}&sid=${sid}`, { headers });
		told.push(...(await answer.text()).split('\x1e'));
		open = answer.ok;
	}
	// Ten in vain, and nothing of the rest is looked at.
	expect(told.filter((packet) => packet.startsWith('44/meeting')).length).toBeLessThanOrEqual(40);
	expect(vi.mocked(findInvitation).mock.calls.length).toBeLessThanOrEqual(32);
	// It is the account, not the socket, that has to wait.
	await expect(server.enter(cookie, { meetingId: other.id })).rejects.toThrow('too-many-requests');
});

test('what one participant can make the journal grow by is bounded, from however many devices', async () => {
	const cookie = server.signIn(meeting.chairId);
	const devices = [
		await server.enter(cookie, { meetingId: meeting.id }),
		await server.enter(cookie, { meetingId: meeting.id }),
	];
	const { seq } = server.stateOf(meeting.id);
	const answers: Answer[] = [];
	for (let times = 0; times < 100; times += 1)
		answers.push(
			...(await Promise.all(devices.map((device) => device.give('set-stage-places', { places: times % 6 })))),
		);
	const refused = answers.filter((answer) => !answer.ok);
	expect(refused.length).toBeGreaterThan(20);
	expect(new Set(refused.map((answer) => !answer.ok && answer.code))).toEqual(new Set(['too-many-requests']));
	expect(server.stateOf(meeting.id).seq - seq).toBeLessThan(180);
});

test('who floods a socket with requests is cut off', async () => {
	const device = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	const gone = new Promise((resolve) => device.socket.once('disconnect', resolve));
	for (let times = 0; times < 1_000; times += 1) device.socket.emit('request', { id: `request-${times}`, name: 'x' });
	expect(await gone).toContain('io server disconnect');
});
