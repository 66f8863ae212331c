import { allPresences } from '#meeting/presences.ts';
import { DataError } from '#db/data-error.ts';
import { listDocuments, listVersions, type MeetingDocument } from '#db/documents/documents.ts';
import { recallPaper, setAccess } from '#db/documents/paper-access.ts';
import { deleteHeld, listHeld, requireHeld } from '#db/documents/held-papers.ts';
import { detailsOf, editDocument, setWithdrawn } from '#db/documents/edit-document.ts';
import { signaturesIn } from '#db/documents/paper-signatures.ts';
import { handleRemark, listRemarks, sendRemark, withdrawRemark } from '#db/meetings/remarks.ts';
import { addAgendaItem, deleteAgendaItem, editAgendaItem, listAgenda, moveAgendaItem } from '#db/meetings/agenda.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import type { MeetingStatus } from '#db/meetings/meetings.ts';
import { setStatus } from '#db/meetings/status.ts';
import { sendDossier } from '#lib/dossier/dossier.ts';
import { mayWatch } from '#lib/ops/access.server.ts';
import { packRows } from '#lib/packed-rows.ts';
import { meetingAction, type PageEvent } from '#lib/server/act.ts';
import {
	heldPaperSchema,
	paperAccessSchema,
	paperDetailsSchema,
	paperRecallSchema,
	paperReleaseSchema,
	paperWithdrawalSchema,
} from '#lib/server/paper-forms.ts';
import { itemDeletionSchema, itemDetailsSchema, itemSchema, moveSchema, version } from '#lib/server/agenda-forms.ts';
import { guarded, meetingLoad, readInTurns, type GuardedActions, type MeetingAsking } from '#lib/server/guard.ts';
import { paperStanding, readerOf } from '#lib/server/paper-access.ts';
import { handledRemarkSchema, ownRemarkSchema, remarkSchema } from '#lib/server/remark-forms.ts';
import { placeOfRemark } from '#lib/server/remarks.ts';
import { mayIn } from '#lib/server/standing.ts';
import { services } from '#live/services.ts';
import { maySee } from '#meeting/plan.ts';
import { redactItem } from '#meeting/redact-plan.ts';
import { meetingBefore } from '#meeting/state.ts';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = meetingLoad(
	'see-meeting',
	async ({ db, session, meeting, now }, { depends }: PageServerLoadEvent) => {
		depends('dossier');
		const dossier = await readInTurns(db, meeting.id);
		const { agenda, documents } = dossier;
		const seen = { ...meeting, agenda };
		const prepares = mayIn(session, meeting, 'prepare-meeting');
		const handles = mayIn(session, meeting, 'handle-papers');
		const standing = paperStanding(seen, session, now);
		const signatures = signaturesIn(db, meeting.id);
		const papers = documents.flatMap((document) => {
			const { given, now: level } = standing(document);
			if (given === 'none') return [];
			const { access, ...shown } = document;
			const earlier = document.current.number > 1 ? listVersions(db, document.id).slice(1) : [];
			// Who else reads it is told to those alone who choose that.
			const details = handles ? detailsOf(documents, document) : null;
			const signed = level === 'none' ? null : (signatures.get(document.current.sha256) ?? null);
			return [{ ...shown, level, signed, until: access.until, chosen: handles ? access : null, details, earlier }];
		});
		const gathers = mayIn(session, meeting, 'gather-remarks');
		services().receipts.received(
			readerOf(session),
			papers.filter(({ level }) => level !== 'none').map(({ current }) => current.id),
		);
		return {
			dossier: {
				...sendDossier(dossier),
				agenda: agenda.map((item) => redactItem(item, prepares || maySee(meeting, session.participantId, item.access))),
			},
			papers,
			paperVersions: paperVersions(documents),
			units: packRows(handles ? unitsOf(dossier) : []),
			/** how many more there are that this reader may not see */
			withheld: documents.length - papers.length,
			held: handles ? listHeld(db, services().dataDir, meeting.id) : [],
			mayPrepare: prepares,
			mayHandlePapers: handles,
			mayWatch: mayWatch(session, meeting),
			takesPart: meeting.participants.length > 0,
			me: session.participantId,
			remarks: listRemarks(db, meeting.id, gathers ? undefined : session.participantId),
			gathersRemarks: gathers,
			maySendRemarks: mayIn(session, meeting, 'send-remark'),
		};
	},
);

/** Those that take part, in their order. */
const unitsOf = ({ participants }: Meeting) => [
	...new Map(
		participants.flatMap(({ unitId, unitName }) => (unitId === null ? [] : [[unitId, { id: unitId, name: unitName }]])),
	).values(),
];

/** The item belongs to this meeting and not to another one. @throws DataError `not-found` */
function requireItem({ db, meeting }: MeetingAsking, itemId: string): void {
	if (!listAgenda(db, meeting.id).some((item) => item.id === itemId)) throw new DataError('not-found', itemId);
}

/** The paper belongs to this meeting and not to another one. @throws DataError `not-found` */
function requirePaper({ db, meeting }: MeetingAsking, paperId: string): MeetingDocument {
	const paper = listDocuments(db, meeting.id).find(({ id }) => id === paperId);
	if (!paper) throw new DataError('not-found', paperId);
	return paper;
}

/**
 * How many versions of papers there are: papers and versions are added, none is ever taken away. They do not raise the
 * dossier's `version`: a form that somebody has begun shows none of them, and would be refused at each upload. To invite
 * alone sends what papers it showed.
 */
const paperVersions = (documents: readonly MeetingDocument[]): number =>
	documents.reduce((sum, { current }) => sum + current.number, 0);

/** What goes out to everybody invited is the dossier that the page showed, with its papers. */
const inviteSchema = v.object({ version, papers: v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)) });

const beforeStart: ReadonlySet<MeetingStatus> = new Set(['draft', 'approved', 'invited', 'rehearsal']);

/** Somebody answers for it that what was kept apart is no state secret. */
const release = meetingAction(
	'handle-papers',
	paperReleaseSchema,
	({ session, now, meeting }, { uploadId, reason }) => {
		const written = reason.replace(/\s+/g, ' ').trim();
		if (written === '') throw new DataError('reason-empty', uploadId);
		const of = { meetingId: meeting.id, id: uploadId, sessionKey: session.key };
		services().uploads.release(of, now);
		const detail = { upload: uploadId, reason: written };
		return { action: 'release-held-paper', detail, leavesPlans: true, answer: { uploadId } };
	},
);

export const actions = {
	addItem: meetingAction('prepare-meeting', itemDetailsSchema, ({ db, meeting }, item) => ({
		action: 'add-agenda-item',
		detail: { itemId: addAgendaItem(db, meeting.id, item) },
	})),
	editItem: meetingAction('prepare-meeting', itemSchema, (asking, form) => {
		const { itemId, parentId: _, version: _of, ...changes } = form;
		requireItem(asking, itemId);
		editAgendaItem(asking.db, itemId, changes);
		return { action: 'edit-agenda-item', detail: { itemId } };
	}),
	moveItem: meetingAction('prepare-meeting', moveSchema, (asking, { itemId, parentId, position }) => {
		requireItem(asking, itemId);
		moveAgendaItem(asking.db, itemId, { parentId, position });
		return { action: 'move-agenda-item', detail: { itemId } };
	}),
	deleteItem: meetingAction('prepare-meeting', itemDeletionSchema, (asking, { itemId }) => {
		requireItem(asking, itemId);
		deleteAgendaItem(asking.db, itemId);
		return { action: 'delete-agenda-item', detail: { itemId } };
	}),
	/** Approves a draft and invites: from then on it stands in everybody's list. */
	invite: meetingAction('prepare-meeting', inviteSchema, ({ db, meeting, now }, { papers }) => {
		if (paperVersions(listDocuments(db, meeting.id)) !== papers) throw new DataError('dossier-changed', meeting.id);
		if (meeting.status === 'draft') setStatus(db, meeting.id, 'approved', now);
		setStatus(db, meeting.id, 'invited', now);
		return { action: 'invite-to-meeting', detail: {} };
	}),
	/** Back to a draft, before the start and while nobody is inside: who is in a meeting must not find it gone. */
	withdraw: meetingAction('prepare-meeting', v.object({ version }), ({ db, meeting, now }) => {
		const { attendance } = services().meetings.inMemory(meeting.id) ?? meetingBefore;
		const isInside = allPresences(attendance.came).some(([, { devices }]) => devices.length > 0);
		if (isInside || !beforeStart.has(meeting.status)) throw new DataError('meeting-already-open', meeting.id);
		if (meeting.status === 'rehearsal') setStatus(db, meeting.id, 'invited', now);
		if (meeting.status !== 'approved') setStatus(db, meeting.id, 'approved', now);
		setStatus(db, meeting.id, 'draft', now);
		return { action: 'withdraw-meeting', detail: {} };
	}),
	editPaper: meetingAction('handle-papers', paperDetailsSchema, (asking, { paperId, begun, ...details }) => {
		const { db, meeting } = asking;
		const paper = requirePaper(asking, paperId);
		if (JSON.stringify(detailsOf(listDocuments(db, meeting.id), paper)) !== begun)
			throw new DataError('dossier-changed', paperId);
		editDocument(db, { ...paper, meetingId: meeting.id }, details);
		return { action: 'edit-paper', detail: { paperId, ...details } };
	}),
	/** Out of the meeting, with a reason, or back in. */
	withdrawPaper: meetingAction('handle-papers', paperWithdrawalSchema, (asking, { paperId, reason }) => {
		const { id } = requirePaper(asking, paperId);
		setWithdrawn(asking.db, { id, meetingId: asking.meeting.id }, reason ?? null, asking.now);
		const action = reason === undefined ? 'restore-paper' : 'withdraw-paper';
		return { action, detail: { paperId, ...(reason !== undefined && { reason }) } };
	}),
	setPaperAccess: meetingAction('handle-papers', paperAccessSchema, (asking, { paperId, begun, ...chosen }) => {
		const { access } = requirePaper(asking, paperId);
		if (JSON.stringify(access) !== begun) throw new DataError('dossier-changed', paperId);
		setAccess(asking.db, paperId, chosen);
		return {
			action: 'set-paper-access',
			detail: { paperId, everyone: chosen.everyone, readers: chosen.readers.length },
		};
	}),
	/** As `release`; what has become of the file is answered, as far as that is known soon. */
	releaseHeldPaper: guarded('handle-papers', async (event: PageEvent) => {
		const released = await release(event);
		if (!('uploadId' in released)) return released;
		const outcome = await services().uploads.takeIn(String(released.uploadId));
		return 'code' in outcome ? fail(400, { code: String(outcome.code) }) : { done: true };
	}),
	/** It may be one, and its bytes are here no more. */
	deleteHeldPaper: meetingAction('handle-papers', heldPaperSchema, ({ db, meeting }, { uploadId }) => {
		requireHeld(db, meeting.id, uploadId);
		deleteHeld(db, services().dataDir, uploadId);
		return { action: 'delete-held-paper', detail: { upload: uploadId }, leavesPlans: true };
	}),
	sendRemark: meetingAction('send-remark', remarkSchema, (asking, { text, ...form }) => {
		const place = placeOfRemark(asking, { ...form, text });
		const { db, meeting, session, now } = asking;
		const remark = { ...place, text, meetingId: meeting.id, authorId: session.participantId };
		return { action: 'send-remark', detail: { remarkId: sendRemark(db, remark, now) }, leavesPlans: true };
	}),
	withdrawRemark: meetingAction('send-remark', ownRemarkSchema, ({ db, meeting, session }, { remarkId: id }) => {
		withdrawRemark(db, { id, meetingId: meeting.id, authorId: session.participantId });
		return { action: 'withdraw-remark', detail: { remarkId: id }, leavesPlans: true };
	}),
	/** Handled, with what became of it, or open again. */
	handleRemark: meetingAction('gather-remarks', handledRemarkSchema, (asking, { remarkId: id, answer }) => {
		const { db, meeting, session, now } = asking;
		const handled = answer === undefined ? null : { by: session.participantId, answer, at: now };
		handleRemark(db, { id, meetingId: meeting.id }, handled);
		const action = handled ? 'handle-remark' : 'reopen-remark';
		return { action, detail: { remarkId: id }, leavesPlans: true };
	}),
	recallPaper: meetingAction('handle-papers', paperRecallSchema, (asking, { paperId, reason }) => {
		requirePaper(asking, paperId);
		const { db, session, now } = asking;
		recallPaper(db, paperId, { by: session.personId, reason }, now);
		return { action: 'recall-paper', detail: { paperId, reason } };
	}),
} satisfies GuardedActions;
