import { createMeeting } from '#db/meetings/meetings.ts';
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
	default: async ({ locals, request }) => {
		const session = requireSession(locals);
		const { db } = services();
		const now = Date.now();
		if (session.personId === null || !mayCreateMeetings(db, session, now)) return fail(403, { code: 'not-allowed' });
		const sent = await readMeetingForm(request);
		if (!sent) return fail(400, { code: 'malformed' });
		const { people, ...meeting } = sent;
		let id: string;
		try {
			id = createMeeting(db, { ...meeting, participants: people, createdBy: session.personId }, now);
		} catch (thrown) {
			const code = refusalCode(thrown);
			if (code === undefined) throw thrown;
			return fail(refusalStatus(code), { code });
		}
		redirect(303, `/meetings/${id}`);
	},
};
