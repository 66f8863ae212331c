import { inTransaction } from '#db/client.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { refusalCode, refusalStatus, requireSession } from '#lib/server/current.ts';
import { meetingChoices, readMeetingForm } from '#lib/server/meeting-form.ts';
import { mayCreateMeetings } from '#lib/server/meeting-rights.ts';
import { services } from '#live/services.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals }) => {
	const { db } = services();
	const now = Date.now();
	if (!mayCreateMeetings(db, requireSession(locals), now)) error(403, 'not-allowed');
	return { ...meetingChoices(db, now), now };
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, request } = event;
		const session = requireSession(locals);
		const { db } = services();
		const now = Date.now();
		const { personId } = session;
		if (personId === null || !mayCreateMeetings(db, session, now)) return fail(403, { code: 'not-allowed' });
		const sent = await readMeetingForm(request);
		if (!sent) return fail(400, { code: 'malformed' });
		const { people, version: _, ...meeting } = sent;
		let id: string;
		try {
			id = inTransaction(db, () => {
				const created = createMeeting(db, { ...meeting, participants: people, createdBy: personId }, now);
				const { title, startsAt } = meeting;
				recordDeed(event, { action: 'create-meeting', subject: created, detail: { title, startsAt } });
				return created;
			});
		} catch (thrown) {
			const code = refusalCode(thrown);
			if (code === undefined) throw thrown;
			return fail(refusalStatus(code), { code });
		}
		redirect(303, `/meetings/${id}`);
	},
};
