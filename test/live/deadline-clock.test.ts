import { openDatabase } from '#db/client.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => void vi.useRealTimers());

test("a speaker's time is up at its minute, also when the server was started anew in between", async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	const db = openDatabase(path.join(folder, 'db.sqlite'));
	try {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1_790_000_000_000 });
		const { id, chairId, delegateIds } = createTestMeeting(db, { delegates: 1 });
		const open = () => new RunningMeetings(db, pino({ level: 'silent' })).require(id);
		const first = await open();
		await first.giveAsSystem('open-meeting', { plan: requirePlan(db, id) });
		const chair = { kind: 'participant', participantId: chairId, deviceId: 'device' } as const;
		await first.give(chair, { name: 'start-meeting', input: {} }, 'request-1');
		const granted = { participantId: delegateIds[0] ?? '', limitSeconds: 60 };
		await first.give(chair, { name: 'grant-floor', input: granted }, 'request-2');
		vi.setSystemTime(Date.now() + 40_000);
		const second = await open();
		const reached = new Promise<void>((resolve) => {
			second.onRecords((records) => {
				if (records.some(({ event }) => event.type === 'floor-time-reached')) resolve();
			});
		});
		vi.advanceTimersByTime(19_999);
		expect(second.state.floor.holder?.timeReached).toBe(false);
		vi.advanceTimersByTime(1);
		await reached;
		expect(second.state.floor.holder).toMatchObject({ timeReached: true, to: null });
	} finally {
		db.close();
		rmSync(folder, { recursive: true });
	}
});

test('a server clock that is put right by days makes no hot loop, and costs nobody their turn', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	const db = openDatabase(path.join(folder, 'db.sqlite'));
	try {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1_790_000_000_000 });
		const { id, chairId, delegateIds } = createTestMeeting(db, { delegates: 2 });
		const meetings = new RunningMeetings(db, pino({ level: 'silent' }));
		const meeting = await meetings.require(id);
		await meeting.giveAsSystem('open-meeting', { plan: requirePlan(db, id) });
		for (const participantId of delegateIds)
			await meeting.giveAsSystem('connect-device', { deviceId: `of-${participantId}`, participantId });
		const chair = { kind: 'participant', participantId: chairId, deviceId: 'device' } as const;
		// The server believed in another year, polled, and is put right.
		vi.setSystemTime(Date.now() + 40 * 86_400_000);
		const input = { participantIds: [...delegateIds], seconds: 3 };
		await meeting.give(chair, { name: 'start-poll', input }, 'request-1');
		vi.setSystemTime(Date.now() - 40 * 86_400_000);
		const again = await new RunningMeetings(db, pino({ level: 'silent' })).require(id);
		meetings.release(id);
		const given = vi.spyOn(again, 'giveAsSystem');
		vi.advanceTimersByTime(2_000);
		expect(given, 'not over and over').not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(1);
		vi.advanceTimersByTime(1_100);
		expect(given).toHaveBeenCalledOnce();
		expect(again.head.stage.poll?.shownId, 'the meeting’s own time goes on').toBe(delegateIds[1]);
		again.close();
	} finally {
		db.close();
		rmSync(folder, { recursive: true });
	}
});
