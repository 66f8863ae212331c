import { inTransaction } from '#db/client.ts';
import { requireVersion, updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { orErrorPage, refusalCode, refusalStatus, requireSession } from '#lib/server/current.ts';
import { meetingChoices, participantsAfterEdit, readMeetingForm } from '#lib/server/meeting-form.ts';
import { mayPrepare } from '#lib/server/meeting-rights.ts';
import { services } from '#live/services.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, params }) => {
	const session = requireSession(locals);
	const { db } = services();
	const meeting = await orErrorPage(() => requireMeeting(db, params.id));
	if (!mayPrepare(session, meeting)) error(403, 'not-allowed');
	const { documents: _, ...dossier } = meeting;
	return { dossier, ...meetingChoices(db, meeting.startsAt) };
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event;
		const session = requireSession(locals);
		const { db, meetings } = services();
		try {
			const old = requireMeeting(db, params.id);
			if (!mayPrepare(session, old)) return fail(403, { code: 'not-allowed' });
			const sent = await readMeetingForm(request);
			if (!sent) return fail(400, { code: 'malformed' });
			const { people: _, version, ...changes } = sent;
			if (version === null) return fail(400, { code: 'malformed' });
			const participants = participantsAfterEdit(old, sent);
			inTransaction(db, () => {
				requireVersion(db, params.id, version);
				updateMeeting(db, params.id, { ...changes, participants });
				const { title, startsAt } = changes;
				recordDeed(event, { action: 'edit-meeting', subject: params.id, detail: { title, startsAt } });
			});
		} catch (thrown) {
			const code = refusalCode(thrown);
			if (code === undefined) throw thrown;
			return fail(refusalStatus(code), { code });
		}
		await meetings.plansChanged(params.id);
		redirect(303, `/meetings/${params.id}`);
	},
};
