import type { OfflineMeeting, OfflinePaper } from '#contract/offline.ts';
import { dateOf } from '#db/calendar.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { listAgenda } from '#db/meetings/agenda.ts';
import { ownUnitName } from '#db/org/own-unit.ts';
import { maySee } from '#meeting/plan.ts';
import { redactItem } from '#meeting/redact-plan.ts';
import type { MeetingAsking } from './guard.ts';
import { paperStanding } from './paper-access.ts';
import { mayIn } from './standing.ts';

/** Of a meeting what whoever asks reads of it outside it: its agenda, and the papers that they may read by now. */
export function meetingToRead({ db, session, meeting, now }: MeetingAsking): OfflineMeeting {
	const { title, startsAt } = meeting;
	const agenda = listAgenda(db, meeting.id);
	const prepares = mayIn(session, meeting, 'prepare-meeting');
	const standing = paperStanding({ ...meeting, agenda }, session, now);
	const papers = listDocuments(db, meeting.id).flatMap((document): OfflinePaper[] => {
		const { now: level } = standing(document);
		if (level === 'none') return [];
		const { id: documentId, itemId, label, number, issuedOn, issuer, current, access } = document;
		return [
			{
				...{ documentId, versionId: current.id, itemId, title: document.title, fileName: current.fileName },
				...{ pages: current.pages, label, size: current.size, level },
				access: { everyone: level, ...(access.until !== null && { until: access.until }) },
				...(number && { number }),
				...(issuedOn && { issuedOn }),
				...(issuer && { issuer }),
			},
		];
	});
	return {
		meetingId: meeting.id,
		title,
		startsAt,
		reader: {
			id: session.participantId,
			kind: session.personId === null ? 'site' : 'person',
			name: session.name,
			unitName: ownUnitName(db, session.participantId, dateOf(startsAt)),
		},
		agenda: agenda.map((item) => redactItem(item, prepares || maySee(meeting, session.participantId, item.access))),
		papers,
	};
}
