import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { requireMeeting, type Meeting } from '#db/meetings/read-meeting.ts';
import { services } from '#live/services.ts';
import { fail, type ActionFailure } from '@sveltejs/kit';
import { MalformedForm } from './agenda-forms.ts';
import { refusalCode, refusalStatus, requireSession } from './current.ts';
import { mayPrepare } from './meeting-rights.ts';

interface Change {
	readonly db: Database;
	readonly meetingId: string;
	/** as it was before */
	readonly meeting: Meeting;
	/** The item belongs to this meeting and not to another one. @throws DataError `not-found` */
	requireItem(itemId: string): void;
}

/** Carries out a change of a dossier for who may prepare it, and tells the running meeting. Refusals come back by code. */
export async function changeDossier(
	event: { readonly locals: App.Locals; readonly params: { readonly id: string } },
	apply: (change: Change) => Promise<void> | void,
): Promise<ActionFailure<{ code: string }> | { done: true }> {
	const session = requireSession(event.locals);
	const { db, meetings } = services();
	const meetingId = event.params.id;
	try {
		const meeting = requireMeeting(db, meetingId);
		if (!mayPrepare(session, meeting)) return fail(403, { code: 'not-allowed' });
		const requireItem = (itemId: string) => {
			if (!meeting.agenda.some((item) => item.id === itemId)) throw new DataError('not-found', itemId);
		};
		await apply({ db, meetingId, meeting, requireItem });
		await meetings.planChanged(meetingId);
		return { done: true };
	} catch (thrown) {
		const code = thrown instanceof MalformedForm ? 'malformed' : refusalCode(thrown);
		if (code === undefined) throw thrown;
		return fail(refusalStatus(code), { code });
	}
}
