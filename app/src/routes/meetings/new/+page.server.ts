import { createMeeting, seatForMeeting } from '#db/meetings/meetings.ts';
import { preparedAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { convenableBodies, requireConvenable } from '#lib/server/convening.ts';
import { meetingChoices, meetingFormSchema, requireNotSecret } from '#lib/server/meeting-form.ts';
import { services } from '#live/services.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('convene-meeting', ({ db, session, now }, _: PageServerLoadEvent) => {
	const { units, bodies } = meetingChoices(db, now);
	return { units, bodies: convenableBodies(db, session, bodies), now };
});

export const actions = {
	/** Of hundreds where each sits is read in a turn of its own, and once more should anything of it have changed since. */
	default: preparedAction(
		'convene-meeting',
		meetingFormSchema,
		{
			prepare: async ({ meeting }, { db, session }) => {
				requireNotSecret(meeting);
				requireConvenable(db, session, meeting.bodyId);
				// Each of hundreds would be written beside the same people of those that are still new: a page for each.
				await services().listNewParticipants();
				return seatForMeeting(db, { ...meeting, participants: meeting.people });
			},
		},
		({ db, session, now }, { meeting: sent }, seated, isOutrun) => {
			const { people, version: _, secret: _declared, ...meeting } = sent;
			requireConvenable(db, session, meeting.bodyId);
			const made = { ...meeting, participants: people, createdBy: session.personId ?? '' };
			const id = createMeeting(db, made, now, isOutrun ? undefined : seated);
			const { title, startsAt } = meeting;
			const goTo = `/meetings/${id}`;
			return { action: 'create-meeting', subject: id, detail: { title, startsAt }, leavesPlans: true, goTo };
		},
	),
} satisfies GuardedActions;
