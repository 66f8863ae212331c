import { docx } from '#db/documents/file-type.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { orErrorPage, requireSession } from '#lib/server/current.ts';
import { encodeName } from '#lib/server/file-response.ts';
import { canSeeMeeting, mayPrepare } from '#lib/server/meeting-rights.ts';
import { minutesFor, wholeMinutes } from '#lib/server/minutes-file.ts';
import { services } from '#live/services.ts';
import { hasOpened, maySeeAll } from '#minutes/compose-minutes.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types.js';

/**
 * The minutes as a DOCX. Who prepares the meeting gets them whole and at any time since it opened; other participants
 * once it has ended, without what is not for them.
 */
export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	const session = requireSession(locals);
	const running = services();
	const meeting = await orErrorPage(() => requireMeeting(running.db, params.id));
	if (!canSeeMeeting(session, meeting)) error(403, 'not-invited');
	const state = running.meetings.stateOf(params.id);
	if (!hasOpened(state)) error(404, 'meeting-not-open');
	const prepares = mayPrepare(session, meeting);
	if (!prepares && state.lifecycle.phase !== 'ended') error(403, 'not-allowed');

	const whole = prepares || maySeeAll(state, session.participantId);
	const bytes = await (whole
		? wholeMinutes(running, state, Date.now())
		: minutesFor(running, state, session.participantId));
	recordDeed(event, { action: 'fetch-minutes', subject: params.id, detail: { whole } });
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': docx,
			'content-disposition': attachment(`${whole ? 'Biên bản' : 'Trích biên bản'} - ${state.plan.title}`),
		},
	});
};

/** A name without what file systems refuse, and one in ASCII for clients that do not know RFC 8187. */
function attachment(name: string): string {
	const safe = name.replace(/[\u0000-\u001f\\/:*?"<>|]/g, '-').toWellFormed();
	const short = [...safe].slice(0, 120).join('').trim();
	return `attachment; filename="bien-ban.docx"; filename*=UTF-8''${encodeName(`${short}.docx`)}`;
}
