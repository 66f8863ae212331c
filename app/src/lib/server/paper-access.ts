import type { Session } from '#db/auth/sessions.ts';
import type { Standing } from '#db/meetings/read-standing.ts';
import { mayReadPaper, type Paper } from '#meeting/plan.ts';
import { mayIn } from './standing.ts';

/** Who handles a meeting's papers reads all of them; others by the rule that the live meeting follows as well. */
export const mayOpenPaper = (meeting: Standing, session: Session, paper: Pick<Paper, 'itemId' | 'label'>): boolean =>
	mayIn(session, meeting, 'handle-papers') || mayReadPaper(meeting, session.participantId, paper);
