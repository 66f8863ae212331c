import type { Session } from '#db/auth/sessions.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import { maySee, type AgendaItem, type Plan } from '#meeting/plan.ts';
import { mayPrepare } from './meeting-rights.ts';

interface Paper {
	readonly itemId: string | null;
	readonly label: 'public' | 'internal' | 'restricted';
}

/** Who may read a paper: by the access of its agenda item; a restricted label keeps it from guests in any case. */
export function mayReadPaper(meeting: Meeting, session: Session, paper: Paper): boolean {
	if (mayPrepare(session, meeting)) return true;
	const item = meeting.agenda.find((each) => each.id === paper.itemId);
	const access = item?.access ?? 'open';
	return maySee(whoTakesPart(meeting), session.participantId, stricter(access, paper.label));
}

const stricter = (access: AgendaItem['access'], label: Paper['label']): AgendaItem['access'] =>
	access === 'open' && label === 'restricted' ? 'restricted' : access;

/** Only what the rule looks at. */
const whoTakesPart = ({ id, title, startsAt, participants, body }: Meeting): Plan => ({
	meetingId: id,
	title,
	startsAt,
	participants,
	agenda: [],
	papers: [],
	body,
});
