import type { AgendaItem, Plan } from '#meeting/plan.ts';
import { eq, sql } from 'drizzle-orm';
import { atOnce } from '../at-once.ts';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { listDocuments, type MeetingDocument } from '../documents/documents.ts';
import { accessFor } from '../documents/paper-access.ts';
import { findAreas } from '../org/areas.ts';
import { requireBody, type Body } from '../org/bodies.ts';
import { prepared } from '../prepared.ts';
import { meetings } from '../schema/meetings.ts';
import { listAgenda } from './agenda.ts';
import type { MeetingStatus } from './meetings.ts';
import { unitIdsIn } from './invited-units.ts';
import { participantsInPieces, type MeetingParticipant } from './participants.ts';

/** A meeting's dossier: everything that was prepared for it. */
export interface Meeting {
	readonly id: string;
	readonly title: string;
	/** ms since the epoch, as all instants here */
	readonly startsAt: number;
	readonly plannedMinutes: number;
	readonly status: MeetingStatus;
	readonly createdBy: string;
	readonly createdAt: number;
	readonly endedAt: number | null;
	/** of what the dossier's forms show: who saves says from which one they began */
	readonly version: number;
	/** with its members in term on the meeting's day */
	readonly body: Body | null;
	readonly participants: readonly MeetingParticipant[];
	/** of the units that are invited */
	readonly unitIds: readonly string[];
	readonly agenda: readonly AgendaItem[];
	readonly documents: readonly MeetingDocument[];
}

/**
 * In pieces, since hundreds who take part keep the loop for milliseconds (app/live/next-turn.ts): they are the last two. What is
 * changed meanwhile may be in it or not. @throws DataError `not-found`
 */
export function* meetingInPieces(db: Database, id: string): Generator<void, Meeting> {
	const row = details(db).get({ id });
	if (!row) throw new DataError('not-found', id);
	const { bodyId, ...meeting } = row;
	const date = dateOf(row.startsAt);
	const all = {
		...meeting,
		body: bodyId === null ? null : requireBody(db, bodyId, date),
		unitIds: unitIdsIn(db, id),
		agenda: listAgenda(db, id),
		documents: listDocuments(db, id),
	};
	yield;
	return { ...all, participants: yield* participantsInPieces(db, id, date) };
}

/** @throws DataError `not-found` */
export const requireMeeting = (db: Database, id: string): Meeting => atOnce(meetingInPieces(db, id));

const details = prepared(({ orm }) =>
	orm
		.select()
		.from(meetings)
		.where(eq(meetings.id, sql.placeholder('id')))
		.prepare(),
);

/** The id of the body whose meeting it is, if it has one. */
export const findBody = ({ orm }: Database, id: string): string | null =>
	orm.select({ bodyId: meetings.bodyId }).from(meetings).where(eq(meetings.id, id)).get()?.bodyId ?? null;

/** A meeting without all that hangs on it. @throws DataError `not-found` */
export function requireDetails(db: Database, id: string): Pick<Meeting, 'id' | 'title' | 'startsAt'> {
	const row = details(db).get({ id });
	if (!row) throw new DataError('not-found', id);
	return row;
}

/** A dossier as the journal freezes it when the meeting opens or is revised. */
export function planOf(db: Database, meeting: Meeting): Plan {
	const { id, title, startsAt, participants, agenda, documents, body } = meeting;
	const { areas, areaOf } = findAreas(
		db,
		participants.flatMap(({ unitId }) => unitId ?? []),
		dateOf(startsAt),
	);
	return {
		meetingId: id,
		title,
		startsAt,
		participants: participants.map(({ unitId, ...participant }) => {
			const area = areaOf.get(unitId ?? '');
			return area === undefined ? participant : { ...participant, area };
		}),
		areas,
		agenda,
		papers: documents.map(({ id: documentId, itemId, title, label, current, access: chosen, ...borne }) => {
			const { number, issuedOn, issuer, recalled, withdrawn } = borne;
			const access = accessFor(chosen, participants);
			return {
				documentId,
				versionId: current.id,
				itemId,
				title,
				label,
				fileName: current.fileName,
				pages: current.pages,
				...(current.original && { original: current.original.ending }),
				...(access && { access }),
				...(number && { number }),
				...(issuedOn && { issuedOn }),
				...(issuer && { issuer }),
				...(recalled && { recalled }),
				...(withdrawn && { withdrawn }),
			};
		}),
		body: body && {
			id: body.id,
			name: body.name,
			ruleSet: body.ruleSet,
			seats: body.seats,
			members: body.members.map(({ personId, name }) => ({ personId, name })),
		},
	};
}
