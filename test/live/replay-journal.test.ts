import { readJournal } from '#db/journal/journal.ts';
import { replayJournal } from '#live/replay-journal.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import { replay } from '#meeting/state.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDatabase } from '../db/temporary-database.ts';

const log = pino({ level: 'silent' });

/** A meeting with 41 events that nobody has in memory. */
async function heldMeeting() {
	const db = temporaryDatabase();
	const { id, chairId } = createTestMeeting(db, { delegates: 1 });
	const meetings = new RunningMeetings(db, log);
	const meeting = await meetings.require(id);
	await meeting.giveAsSystem('open-meeting', { plan: requirePlan(db, id) });
	for (let device = 0; device < 40; device += 1)
		await meeting.giveAsSystem('connect-device', { deviceId: `device-${device}`, participantId: chairId });
	meetings.close();
	return { db, id };
}

test('a long journal is replayed a few milliseconds at a time, and others have their turns in between', async () => {
	const { db, id } = await heldMeeting();
	const journal = [...readJournal(db, id)];
	expect(journal).toHaveLength(41);
	// Each event takes a millisecond.
	let now = 0;
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
	onTestFinished(() => clock.mockRestore());
	let turns = 0;
	let isOver = false;
	const others = () => {
		turns += 1;
		if (!isOver) setImmediate(others);
	};
	setImmediate(others);
	const replayed = await replayJournal(db, id);
	isOver = true;
	expect(turns).toBeGreaterThanOrEqual(10);
	expect(replayed.state).toEqual(replay(journal));
	expect(replayed.lastAt).toBe(journal.at(-1)?.at);
});

test('whoever comes while a meeting is on its way into memory waits for the same one', async () => {
	const { db, id } = await heldMeeting();
	const meetings = new RunningMeetings(db, log);
	onTestFinished(() => meetings.close());
	let now = 0;
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
	onTestFinished(() => clock.mockRestore());
	const [one, other, state] = await Promise.all([meetings.require(id), meetings.require(id), meetings.stateOf(id)]);
	expect(one).toBe(other);
	expect(state).toBe(one.state);
	expect(meetings.get(id)).toBe(one);
	await expect(meetings.require('no-such-meeting')).rejects.toMatchObject({ code: 'not-found' });
});
