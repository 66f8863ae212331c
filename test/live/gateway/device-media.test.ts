import { hashToken } from '#db/auth/token.ts';
import { startLiveServer, type LiveServer, type TestDevice } from '#test/support/live-server.ts';
import { microphoneParameters } from '#test/sfu/rtp.ts';
import { PretendNode } from '#test/support/pretend-node.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

let server: LiveServer;
let meeting: TestMeeting;
let delegateCookie: string;
let delegate: TestDevice;

beforeEach(async () => {
	server = await startLiveServer(path.join(temporaryFolder(), 'db.sqlite'));
	meeting = createTestMeeting(server.db, { delegates: 2 });
	await server.enter(server.signIn(meeting.chairId), { meetingId: meeting.id });
	delegateCookie = server.signIn(meeting.delegateIds[0] ?? '');
	delegate = await server.enter(delegateCookie, { meetingId: meeting.id });
});

afterEach(() => server.close());

test('who signs out is out of sound and picture at once: the node is told, and waits for no grace', async () => {
	const node = await PretendNode.start(server.live.link);
	try {
		expect(await delegate.give('media/open', {})).toMatchObject({ ok: true });
		expect(await delegate.give('media/join', { rtpCapabilities: { codecs: [] } })).toMatchObject({ ok: true });
		// A link that drops has ten seconds to come back; this one has not.
		const left = () => node.asked.filter(({ name }) => name === 'leave').map(({ input }) => input);
		expect(left()).toEqual([]);
		// One second is all that passes for the server from here on, however long this machine takes for it.
		const turn = promisify(setTimeout);
		vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
		server.live.meetings.disconnectSession(hashToken(delegateCookie.split('=')[1] ?? ''));
		vi.advanceTimersByTime(1_000);
		for (let tries = 0; left().length === 0 && tries < 500; tries += 1) await turn(10);
		expect(left()).toMatchObject([{ endpointId: delegate.id }]);
	} finally {
		vi.useRealTimers();
		node.close();
	}
});

test('a device takes part in the media as the server knows it, whatever it says: who only checks is a probe', async () => {
	const node = await PretendNode.start(server.live.link);
	try {
		const checks = await server.enter(server.signIn(meeting.delegateIds[1] ?? ''), {
			meetingId: meeting.id,
			checking: true,
		});
		const rtpCapabilities = { codecs: [] };
		await checks.give('media/join', { rtpCapabilities, probe: false });
		await delegate.give('media/join', { rtpCapabilities, probe: true });
		const joined = node.asked.filter(({ name }) => name === 'join').map(({ input }) => input);
		expect(joined).toMatchObject([
			{ endpointId: checks.id, probe: true },
			{ endpointId: delegate.id, probe: false },
		]);
	} finally {
		node.close();
	}
});

test('who publishes again and again reaches the node thirty times, and is refused from then on', async () => {
	const node = await PretendNode.start(server.live.link);
	try {
		await delegate.give('media/join', { rtpCapabilities: { codecs: [] } });
		const sent = { transportId: 'transport', kind: 'audio', source: 'microphone' } as const;
		const published = Array.from({ length: 60 }, () =>
			delegate.give('media/produce', { ...sent, rtpParameters: microphoneParameters }),
		);
		const answers = await Promise.all(published);
		const refused = answers.filter((answer) => !answer.ok);
		expect(new Set(refused.map((answer) => !answer.ok && answer.code))).toEqual(new Set(['too-many-requests']));
		const reached = node.asked.filter(({ name }) => name === 'produce').length;
		expect(reached + refused.length).toBe(60);
		// One more in four seconds, which a busy machine may take for it.
		expect(reached).toBeGreaterThanOrEqual(30);
		expect(reached).toBeLessThan(40);
	} finally {
		node.close();
	}
});
