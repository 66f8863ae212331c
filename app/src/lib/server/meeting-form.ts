import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import type { NewParticipant } from '#db/meetings/write-participants.ts';
import type { ParticipantSeat } from '#db/meetings/participants.ts';
import { listBodies } from '#db/org/bodies.ts';
import { unitLines } from '#db/org/unit-lines.ts';
import { partRoles, type SentMeeting } from '#lib/dossier/meeting-draft.ts';
import * as v from 'valibot';

const id = v.pipe(v.string(), v.maxLength(64));
const role = v.picklist(['chair', 'secretary', 'operator', 'delegate', 'guest']);

const sentSchema: v.GenericSchema<unknown, SentMeeting> = v.object({
	title: v.pipe(v.string(), v.maxLength(2000)),
	// An empty date is NaN there and null in JSON: -1 is refused by the data with its own code.
	startsAt: v.fallback(v.number(), -1),
	plannedMinutes: v.fallback(v.number(), -1),
	bodyId: v.nullable(id),
	people: v.pipe(v.array(v.object({ id, roles: v.array(role) })), v.maxLength(2000)),
	unitIds: v.pipe(v.array(id), v.maxLength(2000)),
	secret: v.exactOptional(v.boolean()),
	version: v.nullable(v.pipe(v.number(), v.integer())),
});

/** The field `meeting` of the form. */
export const meetingFormSchema = v.object({ meeting: v.pipe(v.string(), v.parseJson(), sentSchema) });

/** The same for a meeting that there is: it says from which version it began. */
export const meetingEditSchema = v.pipe(
	meetingFormSchema,
	v.transform(({ meeting }) => meeting),
	v.check(({ version }) => version !== null),
);

/** Luật 117/2025/QH15, Điều 5: such a meeting has no place here, and leaves nothing. @throws DataError `meeting-secret` */
export function requireNotSecret({ secret }: SentMeeting): void {
	if (secret) throw new DataError('meeting-secret', '');
}

/** What the form lets choose from: the units with their rooms, as text, and the bodies of the meeting's day, as they are called then. */
export function meetingChoices(db: Database, at: number) {
	const date = dateOf(at);
	return { units: unitLines(db, date), bodies: listBodies(db, date).map((body) => ({ id: body.id, name: body.name })) };
}

interface Seated {
	readonly participants: readonly ParticipantSeat[];
	readonly unitIds: readonly string[];
}

/**
 * Who takes part after an edit: the people of the form, each in the seat that they had, and the rooms that take part of
 * themselves. The rooms of units follow from the units; those of units that are no longer invited go. What the form has
 * no place for, a second role for one, stays.
 */
export function participantsAfterEdit(old: Seated, sent: SentMeeting): NewParticipant[] {
	const before = new Map(old.participants.map((participant) => [participant.id, participant]));
	const invitedUnits = new Set(old.unitIds);
	const sites = old.participants.filter((participant) => participant.kind === 'site');
	const rooms = sites.filter(({ unitId }) => !invitedUnits.has(unitId ?? ''));
	const staying = new Set(
		[...rooms, ...sites.filter(({ unitId }) => sent.unitIds.includes(unitId ?? ''))].map(({ id }) => id),
	);
	const people = sent.people.map(({ id: personId, roles }) => {
		const was = before.get(personId);
		const unseen = partRoles.filter((role) => was?.roles.includes(role)).slice(1);
		const seat = was?.siteId;
		const stays = seat !== undefined && seat !== null && staying.has(seat);
		return { id: personId, roles: [...new Set([...roles, ...unseen])], ...(stays ? { seatSiteId: seat } : {}) };
	});
	return [...people, ...rooms.map((room) => ({ id: room.id, roles: [] }))];
}
