import { docx } from '#db/documents/file-type.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { encodeName, policyOf } from '#lib/server/file-response.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import { mayIn } from '#lib/server/standing.ts';
import { minutesFor, wholeMinutes } from '#lib/server/minutes-file.ts';
import { services } from '#live/services.ts';
import { hasOpened, maySeeAll } from '#minutes/compose-minutes.ts';
import { error } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/**
 * The minutes as a DOCX. Who prepares the meeting gets them whole and at any time since it opened; other participants
 * once it has ended, without what is not for them.
 */
export const GET = meetingLoad('read-minutes', async ({ session, meeting }, event: RequestEvent) => {
	const { params } = event;
	const running = services();
	const state = await running.meetings.stateOf(params.id);
	if (!hasOpened(state)) error(404, 'meeting-not-open');
	const prepares = mayIn(session, meeting, 'prepare-meeting');
	if (!prepares && state.lifecycle.phase !== 'ended') error(403, 'not-allowed');

	const whole = prepares || maySeeAll(state, session.participantId);
	const bytes = await orErrorPage(() =>
		whole ? wholeMinutes(running, state, Date.now()) : minutesFor(running, state, session.participantId),
	);
	recordDeed(event, { action: 'fetch-minutes', subject: params.id, detail: { whole } });
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': docx,
			'content-security-policy': policyOf(docx),
			'content-disposition': attachment(`${whole ? 'Biên bản' : 'Trích biên bản'} - ${state.plan.title}`),
		},
	});
});

/** A name without what file systems refuse, and one in ASCII for clients that do not know RFC 8187. */
function attachment(name: string): string {
	const safe = name.replace(/[\u0000-\u001f\\/:*?"<>|]/g, '-').toWellFormed();
	const short = [...safe].slice(0, 120).join('').trim();
	return `attachment; filename="bien-ban.docx"; filename*=UTF-8''${encodeName(`${short}.docx`)}`;
}
