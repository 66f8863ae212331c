import { createMeeting } from '#db/meetings/meetings.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { convenableBodies, requireConvenable } from '#lib/server/convening.ts';
import { meetingChoices, meetingFormSchema } from '#lib/server/meeting-form.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('convene-meeting', ({ db, session, now }, _: PageServerLoadEvent) => {
	const { units, bodies } = meetingChoices(db, now);
	return { units, bodies: convenableBodies(db, session, bodies), now };
});

export const actions = {
	default: accountAction('convene-meeting', meetingFormSchema, ({ db, session, now }, { meeting: sent }) => {
		const { people, version: _, ...meeting } = sent;
		requireConvenable(db, session, meeting.bodyId);
		const createdBy = session.personId ?? '';
		const id = createMeeting(db, { ...meeting, participants: people, createdBy }, now);
		const { title, startsAt } = meeting;
		const goTo = `/meetings/${id}`;
		return { action: 'create-meeting', subject: id, detail: { title, startsAt }, leavesPlans: true, goTo };
	}),
} satisfies GuardedActions;
