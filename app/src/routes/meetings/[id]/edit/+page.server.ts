import { dateOf } from '#db/calendar.ts';
import { unitIdsIn } from '#db/meetings/invited-units.ts';
import { listSeats } from '#db/meetings/participants.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { sendDossier } from '#lib/dossier/dossier.ts';
import { meetingAction } from '#lib/server/act.ts';
import { meetingLoad, readInTurns, type GuardedActions } from '#lib/server/guard.ts';
import { convenableBodies, requireConvenable } from '#lib/server/convening.ts';
import { meetingChoices, meetingEditSchema, participantsAfterEdit } from '#lib/server/meeting-form.ts';
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

export const actions = {
	default: meetingAction('prepare-meeting', meetingEditSchema, ({ db, meeting, session }, sent) => {
		const { people: _, version: _of, ...changes } = sent;
		// Who prepares this meeting prepares it for its body; for another one it takes who may convene that.
		if (changes.bodyId !== meeting.body?.id) requireConvenable(db, session, changes.bodyId);
		const old = {
			participants: listSeats(db, meeting.id, dateOf(meeting.startsAt)),
			unitIds: unitIdsIn(db, meeting.id),
		};
		updateMeeting(db, meeting.id, { ...changes, participants: participantsAfterEdit(old, sent) });
		const { title, startsAt } = changes;
		return { action: 'edit-meeting', detail: { title, startsAt }, goTo: `/meetings/${meeting.id}` };
	}),
} satisfies GuardedActions;
