import { atOnce } from '#db/at-once.ts';
import { dateOf } from '#db/calendar.ts';
import { unitIdsIn } from '#db/meetings/invited-units.ts';
import { listSeats } from '#db/meetings/participants.ts';
import { seatForMeeting, updateMeeting } from '#db/meetings/meetings.ts';
import type { SeatedParticipants } from '#db/meetings/write-participants.ts';
import { sendDossier } from '#lib/dossier/dossier.ts';
import type { SentMeeting } from '#lib/dossier/meeting-draft.ts';
import { meetingAction } from '#lib/server/act.ts';
import { meetingLoad, readInTurns, type GuardedActions, type MeetingAsking } from '#lib/server/guard.ts';
import { convenableBodies, requireConvenable } from '#lib/server/convening.ts';
import {
	meetingChoices,
	meetingEditSchema,
	participantsAfterEdit,
	requireNotSecret,
} from '#lib/server/meeting-form.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = meetingLoad('prepare-meeting', async ({ db, session, meeting }, _: PageServerLoadEvent) => {
	const dossier = await readInTurns(db, meeting.id);
	const { units, bodies } = meetingChoices(db, meeting.startsAt);
	const others = convenableBodies(db, session, bodies);
	return {
		dossier: sendDossier(dossier),
		units,
		bodies: bodies.filter((body) => body.id === meeting.body?.id || others.includes(body)),
	};
});

/** Who takes part after it. Who prepares this meeting prepares it for its body; for another one it takes who may convene that. */
function* seatAfterEdit(
	{ db, meeting, session }: MeetingAsking,
	sent: SentMeeting,
): Generator<void, SeatedParticipants> {
	requireNotSecret(sent);
	if (sent.bodyId !== meeting.body?.id) requireConvenable(db, session, sent.bodyId);
	const old = { participants: listSeats(db, meeting.id, dateOf(meeting.startsAt)), unitIds: unitIdsIn(db, meeting.id) };
	const participants = participantsAfterEdit(old, sent);
	yield;
	return seatForMeeting(db, { ...sent, participants });
}

export const actions = {
	default: meetingAction(
		'prepare-meeting',
		meetingEditSchema,
		(asking, sent, seated = atOnce(seatAfterEdit(asking, sent))) => {
			const { db, meeting, session } = asking;
			const { people: _, version: _of, secret: _declared, ...changes } = sent;
			// As it is by now: the right may have ended since.
			if (changes.bodyId !== meeting.body?.id) requireConvenable(db, session, changes.bodyId);
			updateMeeting(db, meeting.id, changes, seated);
			const { title, startsAt } = changes;
			return { action: 'edit-meeting', detail: { title, startsAt }, goTo: `/meetings/${meeting.id}` };
		},
		seatAfterEdit,
	),
} satisfies GuardedActions;
