import { noPresences, presenceOf } from '#meeting/presences.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import type { MediaPlane } from '#live/media/media-plane.ts';
import { HallKeeper } from '#live/gateway/hall-keeper.ts';
import { nextTurn } from '#live/next-turn.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import type { Server, Socket } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../db/temporary-database.ts';
import { pretendMedia, PretendSocket } from './pretend-media.ts';

/** Halls without sockets and pictures. */
function keeper() {
	const db = temporaryDatabase();
	const log = pino({ level: 'silent' });
	const meetings = new RunningMeetings(db, log);
	const io = { of: () => ({ to: () => ({ emit: () => true }) }) } as unknown as Server;
	const media = { direct: pretendMedia } as unknown as MediaPlane;
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
	const entrant = (meetingId: string, participantId: string, checking: boolean) => {
		const ids = { meetingId, participantId, deviceId: `device-of-${participantId}` };
		return { ...ids, accountId: participantId, sessionKey: participantId, checking, lastSeq: 0 };
	};
	const enter = (...who: Parameters<typeof entrant>) =>
		halls.enter(new PretendSocket() as unknown as Socket, entrant(...who));
	return { db, meetings, halls, entrant, enter };
}

test('the one who checks a device leaves while the doors are being opened: they open to all who wait for it', async () => {
	const { db, meetings, halls, entrant, enter } = keeper();
	const { id: meetingId, chairId, secretaryId } = createTestMeeting(db, { delegates: 1 });
	await enter(meetingId, chairId, true);
	// Recorded as gone in the next turn, in which the doors are not open yet.
	halls.dismiss(({ checking }) => checking);
	const admitted = [chairId, secretaryId].map((id) => halls.admit(entrant(meetingId, id, false)));
	expect(await Promise.all(admitted)).toEqual([undefined, undefined]);
	await enter(meetingId, secretaryId, false);
	expect(presenceOf(meetings.get(meetingId)?.state.attendance.came ?? noPresences, secretaryId)?.devices).toHaveLength(
		1,
	);
	// The last one takes it out of memory as ever.
	halls.dismiss(() => true);
	await expect.poll(() => meetings.get(meetingId), { message: 'nobody is in it', timeout: 10_000 }).toBeUndefined();
});

test('whom a hand that tells nobody invites while somebody else opens the doors comes in, too', async () => {
	const { db, meetings, halls, entrant, enter } = keeper();
	const { id: meetingId, chairId } = createTestMeeting(db, { delegates: 1 });
	await meetings.require(meetingId);
	const opened = halls.admit(entrant(meetingId, chairId, false));
	// Until the plan has been made, and is not written yet.
	await nextTurn();
	const late = insertPerson(db, { name: 'Người được mời muộn', position: '' });
	const { participants } = requireMeeting(db, meetingId);
	updateMeeting(db, meetingId, { participants: [...participants, { id: late, roles: ['delegate'] }] });
	expect(await Promise.all([opened, halls.admit(entrant(meetingId, late, false))])).toEqual([undefined, undefined]);
	await enter(meetingId, late, false);
	expect(presenceOf(meetings.get(meetingId)?.state.attendance.came ?? noPresences, late)?.devices).toHaveLength(1);
});
