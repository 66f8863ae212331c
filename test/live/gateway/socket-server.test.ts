import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let server: LiveServer;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
});

afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

/** A message of so many bytes, which is no more than its size. */
const message = (bytes: number) => `4${'0'.repeat(bytes - 1)}`;

/** Begins by plain requests and says one thing; the status of that. */
async function say(bytes: number, cookie?: string): Promise<number> {
	const headers = cookie === undefined ? {} : { cookie };
	const url = `http://${server.address}polling`;
	const { sid } = JSON.parse((await (await fetch(url, { headers })).text()).slice(1)) as { sid: string };
	// The session counts with which a connection began: nobody makes their way in by a cookie that comes later.
	const said = await fetch(`${url}&sid=${sid}`, { method: 'POST', body: message(bytes) });
	return said.status;
}

test('who is not signed in is hardly listened to, before anything of it is parsed', async () => {
	const { chairId } = createTestMeeting(server.db, { delegates: 1 });
	const cookie = server.signIn(chairId);
	expect(await say(1_025)).toBe(413);
	expect(await say(1_025, 'nhip-cau-phien=made-up')).toBe(413);
	expect(await say(64 * 1024, cookie), 'an envelope').toBe(200);
	expect(await say(256 * 1024 + 1, cookie)).toBe(413);
});

test('nor over a WebSocket', async () => {
	const stranger = new WebSocket(`ws://${server.address}websocket`);
	await once(stranger, 'message');
	stranger.send(message(1_025));
	const [{ code }] = (await once(stranger, 'close')) as [CloseEvent];
	expect(code, 'too large').toBe(1009);
});

test('nor does it become more by turning requests into a WebSocket', async () => {
	const url = `${server.address}polling`;
	const { sid } = JSON.parse((await (await fetch(`http://${url}`)).text()).slice(1)) as { sid: string };
	const upgraded = new WebSocket(`ws://${server.address}websocket&sid=${sid}`);
	await once(upgraded, 'open');
	upgraded.send('2probe');
	expect(((await once(upgraded, 'message')) as [MessageEvent])[0].data).toBe('3probe');
	upgraded.send('5');
	upgraded.send(message(1_025));
	const [{ code }] = (await once(upgraded, 'close')) as [CloseEvent];
	expect(code).toBe(1009);
});
