import { dateOf } from '#db/calendar.ts';
import { DataError } from '#db/data-error.ts';
import { ownUnitName } from '#db/org/own-unit.ts';
import type { MeetingAsking } from '#lib/server/guard.ts';

/** What a meeting's own pages need before the live link stands. */
export function participation({ db, meeting, session }: MeetingAsking) {
	const mine = meeting.participants.find((participant) => participant.id === session.participantId);
	if (!mine) throw new DataError('not-found', session.participantId);
	return {
		meetingId: meeting.id,
		title: meeting.title,
		startsAt: meeting.startsAt,
		ended: meeting.endedAt !== null,
		name: session.name,
		unitName: ownUnitName(db, mine.id, dateOf(meeting.startsAt)),
		isSite: mine.kind === 'site',
	};
}
