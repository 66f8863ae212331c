import type { Answer } from '#contract/requests.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { findInvitation } from '#db/meetings/invitation.ts';

vi.mock('#db/meetings/invitation.ts', { spy: true });

let folder: string;
let server: LiveServer;
let meeting: TestMeeting;
/** what is written of refusals, in order */
let lines: string[];

const log = pino(
	{ level: 'info' },
	{
		write(line: string) {
			const { msg } = JSON.parse(line) as { msg: string };
			if (/refused|too many|too often|cut off/.test(msg)) lines.push(msg);
		},
	},
);

beforeEach(async () => {
	lines = [];
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	server = await startLiveServer(path.join(folder, 'db.sqlite'), undefined, log);
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
	expect(lines.filter((line) => line.includes('cut off'))).toHaveLength(1);
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

test('who floods a socket with requests is cut off, in one line of the log', async () => {
	const device = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	const gone = new Promise((resolve) => device.socket.once('disconnect', resolve));
	for (let times = 0; times < 1_000; times += 1) device.socket.emit('request', { id: `request-${times}`, name: 'x' });
	expect(await gone).toContain('io server disconnect');
	expect(lines.filter((line) => line.includes('cut off'))).toHaveLength(1);
	expect(lines.length).toBeLessThan(25);
});

test.each([
	['refused commands', 'pause-meeting'],
	['nothing that we know', 'x'],
])(
	'who asks for %s as fast as their sockets may is cut off in the end, in a few lines, not one for each',
	async (_, name) => {
		vi.useFakeTimers({ toFake: ['performance'] });
		onTestFinished(() => void vi.useRealTimers());
		const cookie = server.signIn(meeting.delegateIds[0] ?? '');
		const enter = () => server.enter(cookie, { meetingId: meeting.id });
		const devices = [await enter(), await enter()];
		const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
		const gone = devices.map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)));
		let asked = 0;
		const message = () => ({ id: `request-${(asked += 1)}`, name, input: {} });
		while (devices.some(({ socket }) => socket.connected) && asked < 3_000) {
			// The time that a socket has to wait for its next one.
			vi.advanceTimersByTime(100);
			const still = devices.flatMap(({ socket }, index) => (socket.connected ? [{ socket, index }] : []));
			await Promise.all(
				still.map(({ socket, index }) =>
					Promise.race([socket.emitWithAck('request', message()).catch(() => {}), gone[index]]),
				),
			);
		}
		expect(asked).toBeGreaterThan(500);
		expect(asked).toBeLessThan(3_000);
		expect(lines.filter((line) => line === 'too many requests, cut off')).toHaveLength(1);
		expect(lines.length).toBeLessThan(30);
		// Nobody else is kept from the meeting by it.
		expect(await chair.give('clock/read', {})).toMatchObject({ ok: true });
	},
);

test('from many devices an account asks no more than from two, be it for what costs nearly nothing', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const enter = (cookie: string) => server.enter(cookie, { meetingId: meeting.id });
	const cookie = server.signIn(meeting.chairId);
	const devices = [await enter(cookie), await enter(cookie), await enter(cookie)];
	const requests = ['clock/read', 'links/open', 'wall/close'] as const;
	const answers = await Promise.all(
		devices.flatMap((device) => Array.from({ length: 120 }, (_, times) => device.give(requests[times % 3]!, {}))),
	);
	expect(answers.filter(({ ok }) => ok)).toHaveLength(240);
	const delegate = await enter(server.signIn(meeting.delegateIds[0] ?? ''));
	expect(await delegate.give('clock/read', {})).toMatchObject({ ok: true });
});

test('what is refused counts as what is allowed does: who may not ask is soon not heard any more', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const cookie = server.signIn(meeting.delegateIds[0] ?? '');
	const enter = () => server.enter(cookie, { meetingId: meeting.id });
	const [first, second] = [await enter(), await enter()];
	const codesOf = (answers: readonly Answer[]) => answers.map((answer) => (answer.ok ? 'ok' : answer.code));
	const asked = Array.from({ length: 22 }, () => first.give('stage/reach', { participantIds: [] }));
	const reaching = codesOf(await Promise.all(asked));
	expect(reaching).toEqual([...Array<string>(20).fill('not-allowed'), 'too-many-requests', 'too-many-requests']);
	// Commands, which the core refuses: of all devices of one participant.
	const commands = Array.from({ length: 60 }, () => [first, second].map((device) => device.give('pause-meeting', {})));
	expect(new Set(codesOf(await Promise.all(commands.flat())))).toEqual(new Set(['not-allowed']));
	expect(codesOf([await second.give('request-floor', {})])).toEqual(['too-many-requests']);
	const chair = await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
});
