import { DataError } from '#db/data-error.ts';
import { listVersions } from '#db/documents/documents.ts';
import { addAgendaItem, deleteAgendaItem, editAgendaItem, moveAgendaItem } from '#db/meetings/agenda.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { itemDeletionSchema, itemDetailsSchema, itemSchema, moveSchema, readForm } from '#lib/server/agenda-forms.ts';
import { orErrorPage, requireSession } from '#lib/server/current.ts';
import { mayWatch } from '#lib/ops/access.server.ts';
import { canSeeMeeting, mayPrepare } from '#lib/server/meeting-rights.ts';
import { changeDossier } from '#lib/server/dossier-change.ts';
import { mayOpenPaper } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { maySee } from '#meeting/plan.ts';
import { redactItem } from '#meeting/redact-plan.ts';
import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('dossier');
	const session = requireSession(locals);
	const { db } = services();
	const meeting = await orErrorPage(() => requireMeeting(db, params.id));
	if (!canSeeMeeting(session, meeting)) error(403, 'not-invited');
	const papers = meeting.documents
		.filter((document) => mayOpenPaper(meeting, session, document))
		.map((document) => ({
			...document,
			earlier: document.current.number > 1 ? listVersions(db, document.id).slice(1) : [],
		}));
	const { documents: _, ...dossier } = meeting;
	const prepares = mayPrepare(session, meeting);
	return {
		dossier: {
			...dossier,
			agenda: dossier.agenda.map((item) =>
				redactItem(item, prepares || maySee(meeting, session.participantId, item.access)),
			),
		},
		papers,
		/** how many more there are that this reader may not see */
		withheld: meeting.documents.length - papers.length,
		mayPrepare: prepares,
		mayWatch: mayWatch(session, meeting.id),
		takesPart: meeting.participants.some((participant) => participant.id === session.participantId),
	};
};

export const actions: Actions = {
	addItem: (event) =>
		changeDossier(event, 'add-agenda-item', async ({ db, meetingId }) => {
			const item = await readForm(event.request, itemDetailsSchema);
			return { itemId: addAgendaItem(db, meetingId, item) };
		}),
	editItem: (event) =>
		changeDossier(event, 'edit-agenda-item', async ({ db, requireItem, requireVersion }) => {
			const { itemId, parentId: _, version, ...changes } = await readForm(event.request, itemSchema);
			requireItem(itemId);
			requireVersion(version);
			editAgendaItem(db, itemId, changes);
			return { itemId };
		}),
	moveItem: (event) =>
		changeDossier(event, 'move-agenda-item', async ({ db, requireItem, requireVersion }) => {
			const { itemId, parentId, position, version } = await readForm(event.request, moveSchema);
			requireItem(itemId);
			requireVersion(version);
			moveAgendaItem(db, itemId, { parentId, position });
			return { itemId };
		}),
	deleteItem: (event) =>
		changeDossier(event, 'delete-agenda-item', async ({ db, requireItem, requireVersion }) => {
			const { itemId, version } = await readForm(event.request, itemDeletionSchema);
			requireItem(itemId);
			requireVersion(version);
			deleteAgendaItem(db, itemId);
			return { itemId };
		}),
	/** Approves a draft and invites: from then on it stands in everybody's list. */
	invite: (event) =>
		changeDossier(event, 'invite-to-meeting', ({ db, meetingId, meeting }) => {
			const now = Date.now();
			if (meeting.status === 'draft') setStatus(db, meetingId, 'approved', now);
			setStatus(db, meetingId, 'invited', now);
			return {};
		}),
	/** Back to a draft, before the start and while nobody is inside: who is in a meeting must not find it gone. */
	withdraw: (event) =>
		changeDossier(event, 'withdraw-meeting', ({ db, meetingId, meeting }) => {
			const { lifecycle, attendance } = services().meetings.stateOf(meetingId);
			const isInside = Object.values(attendance.came).some(({ devices }) => devices.length > 0);
			if (isInside || (lifecycle.phase !== 'planned' && lifecycle.phase !== 'open'))
				throw new DataError('meeting-already-open', meetingId);
			const now = Date.now();
			if (meeting.status === 'rehearsal') setStatus(db, meetingId, 'invited', now);
			if (meeting.status !== 'approved') setStatus(db, meetingId, 'approved', now);
			setStatus(db, meetingId, 'draft', now);
			return {};
		}),
};
