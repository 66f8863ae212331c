import { noPresences, presenceOf } from '#meeting/presences.ts';
import { readJournal } from '#db/journal/journal.ts';
import type { MediaPlane } from '#live/media/media-plane.ts';
import { HallKeeper } from '#live/gateway/hall-keeper.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import type { Server, Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDatabase } from '../../db/temporary-database.ts';
import { pretendMedia, PretendSocket } from './pretend-media.ts';

function prepare() {
	const db = temporaryDatabase();
	const { id: meetingId, chairId, delegateIds } = createTestMeeting(db, { delegates: 2 });
	const log = pino({ level: 'silent' });
	const meetings = new RunningMeetings(db, log);
	const io = { of: () => ({ to: () => ({ emit: () => true }) }) } as unknown as Server;
	const withoutMedia: string[] = [];
	const direct = () => ({ ...pretendMedia(), leave: (deviceId: string) => void withoutMedia.push(deviceId) });
	const media = { direct } as unknown as MediaPlane;
	const halls = new HallKeeper({
		db,
		io,
		serverId: 's',
		iceServersFor: () => [],
		meetings,
		media,
		receipts: { receivedPlan: () => {} },
		log,
	});
	onTestFinished(() => {
		halls.close();
		meetings.close();
	});
	const entrant = (participantId: string) => {
		const ids = { meetingId, participantId, deviceId: `device-of-${participantId}` };
		return { ...ids, accountId: participantId, sessionKey: participantId, checking: false, lastSeq: 0 };
	};
	const enter = (participantId: string) =>
		halls.enter(new PretendSocket() as unknown as Socket, entrant(participantId));
	const everybody = [chairId, ...delegateIds];
	const head = () => meetings.get(meetingId)?.head;
	const inside = () =>
		everybody.filter((id) => (presenceOf(head()?.attendance.came ?? noPresences, id)?.devices.length ?? 0) > 0);
	const kinds = () => [...readJournal(db, meetingId)].map(({ event }) => event.type);
	const gone = () => kinds().filter((kind) => kind === 'device-disconnected').length;
	return { meetingId, chairId, delegateIds, everybody, meetings, halls, entrant, enter, inside, gone, withoutMedia };
}

test('who leave at once are recorded as gone in turns to come, but who has come back by then; the last one closes the hall', async () => {
	const { meetingId, chairId, everybody, meetings, halls, entrant, enter, inside, gone, ...rest } = prepare();
	await halls.admit(entrant(chairId));
	for (const id of everybody) await enter(id);
	halls.dismiss(() => true);
	expect(inside(), 'nobody in the turn in which they leave').toEqual(everybody);
	await enter(chairId);
	await expect.poll(inside, { message: 'the others have gone', timeout: 10_000 }).toEqual([chairId]);
	await expect.poll(gone, { message: 'and the journal says so', timeout: 10_000 }).toBe(2);
	const deviceOf = (participantId: string) => entrant(participantId).deviceId;
	expect(rest.withoutMedia, 'who has come back keeps theirs').toEqual(rest.delegateIds.map(deviceOf));
	halls.dismiss(() => true);
	await expect.poll(() => meetings.get(meetingId), { message: 'nobody is in it', timeout: 10_000 }).toBeUndefined();
	expect(gone()).toBe(3);
});

test('who does not come back after a restart is recorded as gone in turns to come, and the last one closes the hall', async () => {
	const { meetingId, everybody, meetings, halls, inside, gone } = prepare();
	const running = await meetings.require(meetingId);
	await meetings.plans.open(running);
	for (const id of everybody)
		await running.giveAsSystem('connect-device', { deviceId: `device-of-${id}`, participantId: id });
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	onTestFinished(() => void vi.useRealTimers());
	await halls.resume();
	vi.advanceTimersByTime(15_000);
	vi.useRealTimers();
	expect(inside(), 'nobody in the turn in which they are missed').toEqual(everybody);
	await expect.poll(() => meetings.get(meetingId), { message: 'nobody is in it', timeout: 10_000 }).toBeUndefined();
	expect(gone()).toBe(everybody.length);
});

test('who is refused at the door leaves no media behind: their device may have asked for it already', async () => {
	const { chairId, halls, entrant, enter, inside, withoutMedia } = prepare();
	await halls.admit(entrant(chairId));
	await enter(chairId);
	expect((await enter('nobody-of-this-meeting')).device).toBeUndefined();
	expect(inside()).toEqual([chairId]);
	expect(withoutMedia).toEqual([entrant('nobody-of-this-meeting').deviceId]);
});
