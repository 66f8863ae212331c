import type { Session } from '#db/auth/sessions.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import { mayReadPaper, type Paper } from '#meeting/plan.ts';
import { mayPrepare } from './meeting-rights.ts';

/** Who prepares a meeting handles all of its papers; others by the rule that the live meeting follows as well. */
export const mayOpenPaper = (meeting: Meeting, session: Session, paper: Pick<Paper, 'itemId' | 'label'>): boolean =>
	mayPrepare(session, meeting) || mayReadPaper(meeting, session.participantId, paper);
