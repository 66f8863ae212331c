import type { Database } from '../client.ts';
import { listAgenda } from '../meetings/agenda.ts';
import { requireStanding, type Standing } from '../meetings/read-standing.ts';
import { prepared } from '../prepared.ts';
import { listDocuments, type MeetingDocument } from './documents.ts';
import { standingOf } from './paper-standing.ts';
import { searchPapers, type Found } from './search-papers.ts';

/** Meetings whose papers are looked through, the newest: decades of somebody who sits in one each week. */
const mostMeetings = 1_500;

/** A place in a paper of one of somebody's meetings. */
export interface OwnFound extends Omit<Found, 'sha256'> {
	readonly versionId: string;
	readonly title: string;
	readonly meetingId: string;
	readonly meetingTitle: string;
	/** ms since the epoch */
	readonly startsAt: number;
}

interface Asked {
	/** a person, or a room */
	readonly participantId: string;
	readonly words: string;
	/** ms since the epoch */
	readonly now: number;
}

/**
 * Where the words stand in the papers of all meetings that somebody takes part in, the newest meeting first; in each paper's current
 * version, of those that they may read at this moment by the rule of the meeting itself.
 */
export function searchOwn(db: Database, { participantId, words, now }: Asked): readonly OwnFound[] {
	const meetings = newestOf(db).all(participantId, participantId, mostMeetings);
	const papers = meetings.flatMap((meetingId) => readable(db, meetingId, participantId, now));
	// The same file may be in several meetings: it is told of in each.
	const byFile = Map.groupBy(papers, ({ paper }) => paper.current.sha256);
	return searchPapers(db, [...byFile.keys()], words).flatMap(({ sha256, ...place }) =>
		(byFile.get(sha256) ?? []).map(({ paper, meeting }) => ({
			...place,
			versionId: paper.current.id,
			title: paper.title,
			meetingId: meeting.id,
			meetingTitle: meeting.title,
			startsAt: meeting.startsAt,
		})),
	);
}

function readable(
	db: Database,
	meetingId: string,
	participantId: string,
	now: number,
): readonly { readonly paper: MeetingDocument; readonly meeting: Standing }[] {
	const standing = requireStanding(db, { meetingId, participantId });
	const isAuthor = standing.createdBy === participantId;
	const prepares = standing.participants.some(({ roles }) => roles.includes('chair') || roles.includes('secretary'));
	if (standing.status === 'draft' && !isAuthor && !prepares) return [];
	const papers = listDocuments(db, meetingId);
	if (papers.length === 0) return [];
	const meeting = { ...standing, agenda: listAgenda(db, meetingId) };
	const of = standingOf(db, meeting, { participantId, isHandler: isAuthor, now });
	return papers.filter((paper) => of(paper).now !== 'none').map((paper) => ({ paper, meeting }));
}

const newestOf = prepared(({ sqlite }) =>
	sqlite
		.prepare<[string, string, number], string>(
			`SELECT id FROM meetings WHERE id IN (
				SELECT meeting_id FROM meeting_participants WHERE participant_id = ? AND is_listed = 1
				UNION ALL SELECT meeting_id FROM meeting_participants WHERE participant_id = ? AND is_listed = 0
			 ) ORDER BY starts_at DESC, id LIMIT ?`,
		)
		.pluck(),
);
