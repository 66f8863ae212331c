import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { orErrorPage, requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { error } from '@sveltejs/kit';

/** What a meeting's own pages need before the live link stands. Whoever takes no part gets an error page, 403. */
export async function requireParticipation(locals: App.Locals, meetingId: string) {
	const session = requireSession(locals);
	const meeting = await orErrorPage(() => requireMeeting(services().db, meetingId));
	const mine = meeting.participants.find((participant) => participant.id === session.participantId);
	if (!mine) error(403, 'not-invited');
	return {
		meetingId: meeting.id,
		title: meeting.title,
		startsAt: meeting.startsAt,
		ended: meeting.endedAt !== null,
		name: mine.name,
		unitName: mine.unitName,
		isSite: mine.kind === 'site',
	};
}
