import { allPresences, presenceOf } from '#meeting/presences.ts';
import { recordsIn } from '#test/support/welcomed.ts';
import { longestEnvelope } from '#contract/requests.ts';
import { hashToken } from '#db/auth/token.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { setStatus } from '#db/meetings/status.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLiveServer, type LiveServer, type TestDevice } from '#test/support/live-server.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';

let folder: string;
let server: LiveServer;
let meeting: TestMeeting;
let chair: TestDevice;
let delegate: TestDevice;
let delegateCookie: string;
let chairCookie: string;

const delegateId = () => meeting.delegateIds[0] ?? '';
const refusal = (code: string) => ({ ok: false, code });

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	meeting = createTestMeeting(server.db, { delegates: 3 });
	delegateCookie = server.signIn(delegateId());
	chairCookie = server.signIn(meeting.chairId);
	chair = await server.enter(chairCookie, { meetingId: meeting.id });
	delegate = await server.enter(delegateCookie, { meetingId: meeting.id });
	expect(await chair.give('start-meeting', {})).toMatchObject({ ok: true });
});

afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

test('a command is acknowledged with its event and reaches every device', async () => {
	const answer = await delegate.give('request-floor', {});
	expect(answer).toEqual({ ok: true, output: { seq: expect.any(Number) } });
	const seen = await chair.until('the request in the queue', (state) => state.floor.queue.length === 1);
	expect(seen.floor.queue[0]?.participantId).toBe(delegateId());
	const alsoSeen = await delegate.until('the same', (state) => state.seq === seen.seq);
	expect(alsoSeen).toEqual(seen);
});

test('a stranger, a wrong session and another meeting are refused with their codes', async () => {
	const other = createTestMeeting(server.db, { delegates: 1 });
	await expect(server.enter(undefined, { meetingId: meeting.id })).rejects.toThrow('not-signed-in');
	await expect(server.enter('nhip-cau-phien=made-up', { meetingId: meeting.id })).rejects.toThrow('not-signed-in');
	await expect(server.enter(delegateCookie, { meetingId: other.id })).rejects.toThrow('not-invited');
	await expect(server.enter(delegateCookie, { meetingId: 'no-such' })).rejects.toThrow('no-such-meeting');
	await expect(server.enter(delegateCookie, { meetingId: meeting.id, deviceId: '../../x' })).rejects.toThrow(
		'malformed',
	);
});

test("a delegate is refused the chair's commands, and nothing happens", async () => {
	const { seq } = await delegate.until('the start', (state) => state.lifecycle.phase === 'live');
	for (const [name, input] of [
		['pause-meeting', {}],
		['end-meeting', {}],
		['grant-floor', { participantId: delegateId(), limitSeconds: null }],
		['open-vote', { voteId: 'v1', itemId: null, title: 'x', secret: false }],
		['write-note', { noteId: 'n1', kind: 'remark', itemId: null, speakerId: null, text: 'x' }],
	] as const)
		expect(await delegate.give(name, input), name).toEqual(refusal('not-allowed'));
	expect(server.stateOf(meeting.id).seq).toBe(seq);
});

test('what only the system does, and what nobody knows, cannot be asked for', async () => {
	for (const name of [
		'open-meeting',
		'revise-plan',
		'disconnect-device',
		'toString',
		'__proto__',
		'media/declare',
		'x',
	])
		expect(await delegate.say({ id: 'request-1', name, input: {} }), name).toEqual(refusal('unknown-request'));
});

test('malformed and oversized messages get a code; the link stands', async () => {
	for (const message of [
		null,
		7,
		'x',
		[],
		{},
		{ id: 'short', name: 'request-floor' },
		{ id: 'request-2', name: 'request-floor', input: { extra: 1 } },
	])
		expect(await delegate.say(message)).toEqual(refusal('malformed'));
	const huge = { id: 'request-3', name: 'request-floor', input: 'x'.repeat(3 * longestEnvelope) };
	expect(await delegate.say(huge)).toEqual(refusal('too-large'));
	expect(await delegate.give('request-floor', {})).toMatchObject({ ok: true });
});

test('a flood is turned away with a code, the flooder stays connected and others are served', async () => {
	const flood = Array.from({ length: 500 }, () => delegate.give('withdraw-floor', {}));
	expect(await chair.give('pause-meeting', {})).toMatchObject({ ok: true });
	const answers = await Promise.all(flood);
	const turnedAway = answers.filter((answer) => !answer.ok && answer.code === 'too-many-requests');
	expect(turnedAway.length).toBeGreaterThan(300);
	expect(answers.every((answer) => !answer.ok)).toBe(true);
	expect(delegate.socket.connected).toBe(true);
});

test('a request that is sent again happens once and gets the same answer', async () => {
	const id = 'the-same-request';
	const twice = await Promise.all([delegate.give('request-floor', {}, id), delegate.give('request-floor', {}, id)]);
	expect(twice[0]).toMatchObject({ ok: true });
	expect(twice[1]).toEqual(twice[0]);
	expect(await delegate.give('request-floor', {})).toEqual(refusal('already-queued'));
});

test('two tabs of one person are two devices and one vote', async () => {
	const secondTab = await server.enter(delegateCookie, { meetingId: meeting.id });
	for (const id of meeting.delegateIds.slice(1)) await server.enter(server.signIn(id), { meetingId: meeting.id });
	expect(
		await chair.give('open-vote', { voteId: 'v1', itemId: null, title: 'Thông qua', secret: false }),
	).toMatchObject({ ok: true });
	const both = await Promise.all([
		delegate.give('cast-ballot', { voteId: 'v1', choice: 'for' }),
		secondTab.give('cast-ballot', { voteId: 'v1', choice: 'against' }),
	]);
	expect(both.filter((answer) => answer.ok)).toHaveLength(1);
	expect(both.filter((answer) => !answer.ok)).toEqual([refusal('already-voted')]);
	await chair.give('close-vote', { voteId: 'v1' });
	const closed = await secondTab.until('the close', (state) => state.votes[0]?.phase === 'closed');
	expect(closed.votes[0]?.result, 'not known before it is published').toBeNull();
	expect(
		(await chair.until('the close', (state) => state.votes[0]?.phase === 'closed')).votes[0]?.result,
	).not.toBeNull();
	await chair.give('publish-vote', { voteId: 'v1' });
	const published = await secondTab.until('the result', (state) => state.votes[0]?.phase === 'published');
	expect(published.votes[0]?.result).toMatchObject({ returned: 1, entitled: 4, notVoted: 3 });
});

test('a device that comes back is told what it missed, and only that; its ghost is cut', async () => {
	const known = await delegate.until('the start', (state) => state.lifecycle.phase === 'live');
	const ghostGone = new Promise((resolve) => delegate.socket.once('disconnect', resolve));
	await chair.give('pause-meeting', {});
	const back = await server.enter(delegateCookie, { meetingId: meeting.id, deviceId: delegate.id, known });
	const { snapshot, records } = await back.welcomed;
	expect(snapshot).toBeNull();
	expect(recordsIn(records).map((recorded) => recorded.event.type)).toEqual(['meeting-paused']);
	await ghostGone;
	const presence = presenceOf(server.stateOf(meeting.id).attendance.came, delegateId());
	expect(presence).toMatchObject({ devices: [delegate.id], lastLeftAt: null });
});

test('after a restart nobody comes in under the device of somebody who is not back yet', async () => {
	const deviceId = chair.id;
	await server.close();
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	await expect(server.enter(delegateCookie, { meetingId: meeting.id, deviceId })).rejects.toThrow('device-taken-over');
	const back = await server.enter(chairCookie, { meetingId: meeting.id, deviceId });
	expect(await back.give('pause-meeting', {})).toMatchObject({ ok: true });
});

test("another person cannot take over somebody's device", async () => {
	const stranger = server.signIn(meeting.delegateIds[1] ?? '');
	const goodbye = server.enter(stranger, { meetingId: meeting.id, deviceId: delegate.id });
	goodbye.catch(() => {});
	expect(await delegate.give('request-floor', {})).toMatchObject({ ok: true });
	expect(delegate.socket.connected).toBe(true);
	const presence = server.stateOf(meeting.id).attendance.came;
	expect(presenceOf(presence, delegateId())?.devices).toEqual([delegate.id]);
	expect(presenceOf(presence, meeting.delegateIds[1] ?? '')).toBeUndefined();
});

test('one participant cannot fill the hall with devices', async () => {
	for (let device = 1; device < 10; device++) await server.enter(delegateCookie, { meetingId: meeting.id });
	await expect(server.enter(delegateCookie, { meetingId: meeting.id })).rejects.toThrow('too-many-devices');
	expect(await delegate.give('request-floor', {})).toMatchObject({ ok: true });
});

test('who is left out of a revised plan leaves the hall', async () => {
	const { participants } = requireMeeting(server.db, meeting.id);
	const remaining = participants.filter((each) => each.id !== delegateId());
	const goodbye = delegate.next('goodbye');
	updateMeeting(server.db, meeting.id, { participants: remaining, bodyId: null });
	await server.live.meetings.plansChanged(meeting.id);
	expect(await goodbye).toEqual({ code: 'not-invited' });
});

test('who only checks devices is not present, gives no commands, and then comes in as the same device', async () => {
	const other = meeting.delegateIds[1] ?? '';
	const cookie = server.signIn(other);
	const checking = await server.enter(cookie, { meetingId: meeting.id, checking: true });
	expect(await checking.give('request-floor', {})).toEqual(refusal('not-allowed'));
	expect(presenceOf(server.stateOf(meeting.id).attendance.came, other)).toBeUndefined();
	await server.enter(cookie, { meetingId: meeting.id, deviceId: checking.id });
	expect(presenceOf(server.stateOf(meeting.id).attendance.came, other)?.devices).toEqual([checking.id]);
});

test('every welcome brings TURN credentials of that participant, also to who only checks devices', async () => {
	const checking = await server.enter(delegateCookie, { meetingId: meeting.id, checking: true });
	for (const device of [delegate, checking])
		expect((await device.welcomed).iceServers).toMatchObject([{ username: delegateId() }]);
	expect((await chair.welcomed).iceServers).toMatchObject([{ username: meeting.chairId }]);
});

test('notes on a closed item reach those who may see it, and nobody else', async () => {
	const itemId = addAgendaItem(server.db, meeting.id, { title: 'Công tác cán bộ', access: 'closed' });
	const { participants } = requireMeeting(server.db, meeting.id);
	const guest = insertPerson(server.db, { name: 'Khách Mời', position: '' });
	updateMeeting(server.db, meeting.id, { participants: [...participants, { id: guest, roles: ['guest'] }] });
	await server.live.meetings.plansChanged(meeting.id);
	const guestCookie = server.signIn(guest);
	const guestDevice = await server.enter(guestCookie, { meetingId: meeting.id });
	const note = { noteId: 'n1', kind: 'remark', itemId, speakerId: null, text: 'Nội dung kín' } as const;
	expect(await chair.give('write-note', note)).toMatchObject({ ok: true });
	const { seq } = await delegate.until('the note', (state) => state.notes.length === 1);
	const seen = await guestDevice.until('as many events', (state) => state.seq === seq);
	expect(JSON.stringify(seen)).not.toContain('Nội dung kín');
	const late = await server.enter(guestCookie, { meetingId: meeting.id });
	expect(JSON.stringify(late.state)).not.toContain('Nội dung kín');
});

test('signing out ends the meeting on the devices of that session alone', async () => {
	const goodbye = delegate.next('goodbye');
	server.live.meetings.disconnectSession(hashToken(delegateCookie.split('=')[1] ?? ''));
	expect(await goodbye).toEqual({ code: 'not-signed-in' });
	expect(chair.socket.connected).toBe(true);
	// Not after the grace of a link that dropped.
	await chair.until(
		'the device to be gone',
		({ attendance }) => presenceOf(attendance.came, delegateId())?.devices.length === 0,
	);
});

test('whoever is there may ask for the server’s time', async () => {
	const before = Date.now();
	const answer = await delegate.give('clock/read', {});
	if (!answer.ok) throw new Error(answer.code);
	expect(answer.output.now).toBeGreaterThanOrEqual(before);
	expect(answer.output.now).toBeLessThanOrEqual(Date.now());
	expect(await delegate.say({ id: 'request-clock', name: 'clock/read', input: { at: 1 } })).toEqual(
		refusal('malformed'),
	);
});

test('a server that is started anew goes on from the journal', async () => {
	await delegate.give('request-floor', {});
	await chair.give('grant-floor', { participantId: delegateId(), limitSeconds: 60 });
	const before = await chair.until('the floor granted', (state) => state.floor.holder !== null);
	await server.close();
	server = await startLiveServer(path.join(folder, 'db.sqlite'));
	const restored = server.stateOf(meeting.id);
	expect(restored).toEqual(JSON.parse(JSON.stringify(before)));
});

test('before the invitations are out, and long before the time, only those who run a meeting come in', async () => {
	const draft = createTestMeeting(server.db, { delegates: 1 });
	setStatus(server.db, draft.id, 'approved', Date.now());
	const tomorrow = createTestMeeting(server.db, { delegates: 1, startsAt: Date.now() + 24 * 3_600_000 });
	for (const { id, delegateIds, chairId } of [draft, tomorrow]) {
		const cookie = server.signIn(delegateIds[0] ?? '');
		await expect(server.enter(cookie, { meetingId: id })).rejects.toThrow('meeting-not-open');
		await server.enter(server.signIn(chairId), { meetingId: id });
	}
});

test('who gives the floor may reach for somebody, a few times a second', async () => {
	const input = { participantIds: [delegateId()] };
	expect(await delegate.give('stage/reach', input)).toEqual(refusal('not-allowed'));
	for (const participantIds of [[], ['a', 'b', 'c', 'd'], 'all'])
		expect(
			await chair.say({ id: `reach-${participantIds.length}-x`, name: 'stage/reach', input: { participantIds } }),
		).toEqual(refusal('malformed'));
	expect(await chair.give('stage/reach', { participantIds: ['stranger'] })).toEqual(refusal('no-such-participant'));
	expect(await chair.give('stage/reach', input)).toEqual({ ok: true, output: null });
	const answers = await Promise.all(Array.from({ length: 40 }, () => chair.give('stage/reach', input)));
	expect(answers).toContainEqual(refusal('too-many-requests'));
});

test('how links do is told to those who run the meeting, while they look', async () => {
	expect(await delegate.give('links/open', {})).toEqual(refusal('not-allowed'));
	expect(await chair.say({ id: 'request-links', name: 'links/open', input: { all: true } })).toEqual(
		refusal('malformed'),
	);
	const told = chair.next('links/grades');
	expect(await chair.give('links/open', {})).toEqual({ ok: true, output: null });
	const unknown = { grade: null, carrying: null };
	const ids = [meeting.chairId, delegateId()];
	expect(await told).toEqual(expect.arrayContaining(ids.map((participantId) => ({ participantId, ...unknown }))));
	expect(await told).toHaveLength(ids.length);
	expect(await chair.give('links/close', {})).toEqual({ ok: true, output: null });
});

test('what runs is sampled, and a device that comes back is timed', async () => {
	const { id } = chair;
	chair.socket.io.engine.close();
	await expect
		.poll(() => server.live.ops.figures(meeting.id, 0)?.samples.length, { message: 'a sample', timeout: 10_000 })
		.toBeGreaterThan(0);
	await server.enter(chairCookie, { meetingId: meeting.id, deviceId: id });
	const figures = server.live.ops.figures(meeting.id, 0);
	expect(figures?.samples[0]).toMatchObject({ present: 2, devices: 2, joined: null, pps: 0, workerCpu: null });
	expect(figures?.workers).toBeNull();
	const owners = figures?.devices.map(({ participantId }) => participantId).toSorted();
	expect(owners).toEqual([meeting.chairId, delegateId()].toSorted());
	expect(figures?.timings.reconnect).toMatchObject({ count: 1, max: expect.any(Number) });
	expect(server.live.ops.figures(meeting.id, Date.now() + 1)?.samples).toEqual([]);
	expect(server.live.ops.figures('another', 0)).toBeUndefined();
	expect(server.live.ops.meetings()).toMatchObject([{ id: meeting.id, phase: 'live', devices: 2, weak: 0 }]);
});

test('after a restart a meeting goes on before anybody comes, and who does not come back is recorded as gone', async () => {
	const [, otherId = ''] = meeting.delegateIds;
	await chair.give('grant-floor', { participantId: otherId, limitSeconds: 10 });
	await server.close();
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
	try {
		server = await startLiveServer(path.join(folder, 'db.sqlite'));
		vi.advanceTimersByTime(20_000);
		await vi.waitFor(() => {
			const { floor, attendance } = server.stateOf(meeting.id);
			expect(floor.holder?.timeReached, 'its clocks go').toBe(true);
			expect(allPresences(attendance.came).flatMap(([, { devices }]) => devices)).toEqual([]);
		}, 10_000);
	} finally {
		vi.useRealTimers();
	}
});
