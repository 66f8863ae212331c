import type { AuditEntry } from '#db/audit/audit.ts';
import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { requireVersion } from '#db/meetings/meetings.ts';
import { requireMeeting, type Meeting } from '#db/meetings/read-meeting.ts';
import { services } from '#live/services.ts';
import { fail, type ActionFailure } from '@sveltejs/kit';
import { MalformedForm } from './agenda-forms.ts';
import { recordDeed } from './audited.ts';
import { refusalCode, refusalStatus, requireSession } from './current.ts';
import { mayPrepare } from './meeting-rights.ts';

interface Change {
	readonly db: Database;
	readonly meetingId: string;
	/** as it was before */
	readonly meeting: Meeting;
	/** The item belongs to this meeting and not to another one. @throws DataError `not-found` */
	requireItem(itemId: string): void;
	/** The form began with the dossier as it still is; in one turn with the change. @throws DataError `dossier-changed` */
	requireVersion(version: number): void;
}

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly id: string };
	getClientAddress(): string;
}

/**
 * Carries out a change of a dossier for who may prepare it, writes it into the audit and tells the running meeting.
 * Refusals come back by code.
 * @param apply gives what the audit tells of it beyond the meeting
 */
export async function changeDossier(
	event: Asked,
	action: string,
	apply: (change: Change) => Promise<AuditEntry['detail']> | AuditEntry['detail'],
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
		const requireSame = (version: number) => requireVersion(db, meetingId, version);
		const detail = await apply({ db, meetingId, meeting, requireItem, requireVersion: requireSame });
		recordDeed(event, { action, subject: meetingId, detail });
		await meetings.plansChanged(meetingId);
		return { done: true };
	} catch (thrown) {
		const code = thrown instanceof MalformedForm ? 'malformed' : refusalCode(thrown);
		if (code === undefined) throw thrown;
		return fail(refusalStatus(code), { code });
	}
}
