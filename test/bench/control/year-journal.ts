import type { Database } from '#db/client.ts';
import { canonicalOf } from '#db/journal/entry.ts';
import { appendToJournal } from '#db/journal/journal.ts';
import { project } from '#db/journal/projections.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { requirePlan } from '#test/support/require-plan.ts';

const minute = 60_000;

/** A meeting of two hours, from the doors to the end: about 120 events, decided by the core. */
export function writeJournal(db: Database, meetingId: string, startsAt: number): void {
	const plan = requirePlan(db, meetingId);
	const meeting = ScriptedMeeting.planned();
	meeting.now = startsAt - 10 * minute;
	meeting.system('open-meeting', { plan });
	const having = (role: string) => plan.participants.filter(({ roles }) => roles.some((each) => each === role));
	const chair = having('chair')[0]?.id ?? '';
	const delegates = having('delegate').map(({ id }) => id);
	for (const { id } of plan.participants) meeting.connect(id);
	meeting.now = startsAt;
	meeting.give(chair, 'start-meeting', {});
	for (const [round, { id: itemId }] of plan.agenda.entries()) {
		meeting.give(chair, 'start-item', { itemId });
		for (const speaker of delegates.filter((_, index) => index % 3 === round % 3)) {
			meeting.now += 2 * minute;
			meeting.give(speaker, 'request-floor', {});
			meeting.give(chair, 'grant-floor', { participantId: speaker, limitSeconds: 180 });
			meeting.now += 2 * minute;
			meeting.give(speaker, 'yield-floor', {});
		}
		meeting.give(having('secretary')[0]?.id ?? '', 'write-note', {
			noteId: `note-${round}`,
			kind: 'remark',
			itemId,
			speakerId: null,
			text: 'Thống nhất nội dung tờ trình; giao cơ quan chủ trì hoàn thiện.',
		});
		meeting.give(chair, 'end-item', { itemId });
	}
	meeting.now = startsAt + 120 * minute;
	meeting.give(chair, 'end-meeting', {});
	for (const { id } of plan.participants) meeting.disconnect(id);
	const stream = { kind: 'meeting', id: meetingId } as const;
	appendToJournal(
		db,
		meeting.journal.map((recorded) => {
			const payload = canonicalOf(recorded.event);
			return { ...recorded, payload, stream, deviceId: null, requestId: null };
		}),
	);
	for (const recorded of meeting.journal) project(db, meetingId, recorded);
}
