import type { Session } from '#db/auth/sessions.ts';
import { inTransaction, type Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { addDocument, addVersion, listDocuments, requirePlace } from '#db/documents/documents.ts';
import { storeFile, type StoredFile } from '#db/documents/file-store.ts';
import type { Found } from '#db/documents/search-papers.ts';
import { listAgenda } from '#db/meetings/agenda.ts';
import { requireEditable } from '#db/meetings/meetings.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { refusalCode, refusalStatus, requireSession } from '#lib/server/current.ts';
import { currentSession } from '#lib/server/act.ts';
import { paperStanding } from '#lib/server/paper-access.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { guarded, meetingLoad } from '#lib/server/guard.ts';
import { mayIn } from '#lib/server/standing.ts';
import { UploadBody } from '#lib/server/upload.ts';
import { services } from '#live/services.ts';
import { largestPaper } from '#meeting/plan.ts';
import { isRedirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestEvent } from './$types.js';

/**
 * In the address, as the body is the file itself. A `document` gets a new version in the place of that which the page showed
 * (`replaces`, its id); without one it is a new paper.
 */
const askedSchema = v.object({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
	document: v.optional(v.pipe(v.string(), v.maxLength(64))),
	replaces: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
	item: v.optional(v.pipe(v.string(), v.maxLength(64))),
	title: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
	label: v.optional(v.picklist(['public', 'internal', 'restricted']), 'internal'),
});

/**
 * Nobody puts a new version in the place of one that they have not seen.
 * @throws DataError `not-found` (no paper of this meeting), `dossier-changed`
 */
function requireCurrent(db: Database, { meetingId, documentId, replaces }: Replacing): void {
	const document = listDocuments(db, meetingId).find(({ id }) => id === documentId);
	if (!document) throw new DataError('not-found', documentId);
	if (document.current.id !== replaces) throw new DataError('dossier-changed', documentId);
}

interface Replacing {
	readonly meetingId: string;
	readonly documentId: string;
	/** the id of the version that was shown */
	readonly replaces: string;
}

/** Takes a PDF into the dossier. Answers `{versionId}`, or `{code}` of the refusal. */
export const POST = guarded('handle-papers', async (event: RequestEvent) => {
	const { locals, params, request, url } = event;
	const session = requireSession(locals);
	const { db, dataDir, meetings, intake, log } = services();
	const body = new UploadBody(request.body ?? new Blob([]).stream());
	const refuse = async (code: string): Promise<Response> => {
		await body.drain(2 * largestPaper);
		return Response.json({ code }, { status: refusalStatus(code) });
	};

	const asked = v.safeParse(askedSchema, Object.fromEntries(url.searchParams));
	if (!asked.success) return refuse('malformed');
	if (Number(request.headers.get('content-length')) > largestPaper) return refuse('file-too-large');
	try {
		const mayHandle = (of: Session) => {
			const { participantId } = of;
			return mayIn(of, requireStanding(db, { meetingId: params.id, participantId }), 'handle-papers');
		};
		// First: nobody sends 200 MiB in vain. It is asked again once all of it is here.
		if (!mayHandle(session)) return await refuse('not-allowed');
		const { document, replaces, item, name, title, label } = asked.output;
		if (document === undefined) requirePlace(db, { meetingId: params.id, itemId: item ?? null, title });
		else {
			requireEditable(db, params.id);
			requireCurrent(db, { meetingId: params.id, documentId: document, replaces });
		}
		const file: StoredFile = await storeFile(dataDir, body.bytes());
		const contents = await intake.open(file.sha256);
		const pages = contents.pages.length;
		const version = { file, fileName: name, pages, uploadedBy: session.personId };
		const versionId = inTransaction(db, () => {
			if (!mayHandle(currentSession(event))) return undefined;
			if (document !== undefined) requireCurrent(db, { meetingId: params.id, documentId: document, replaces });
			const now = Date.now();
			const added =
				document === undefined
					? addDocument(db, { ...version, meetingId: params.id, itemId: item ?? null, title, label }, now)
					: addVersion(db, document, version, now);
			const detail = { versionId: added.versionId, fileName: name, sha256: file.sha256 };
			recordDeed(event, { action: 'upload-paper', subject: params.id, detail });
			return added.versionId;
		});
		if (versionId === undefined) return await refuse('not-allowed');
		await meetings.plansChanged(params.id);
		await intake.keep(file.sha256, contents);
		return Response.json({ versionId }, { status: 201 });
	} catch (thrown) {
		// The session ended while the bytes came: a script is told so, not led to another page.
		const code = isRedirect(thrown) ? 'not-signed-in' : refusalCode(thrown);
		if (code !== undefined) return refuse(code);
		log.warn({ err: thrown, meetingId: params.id }, 'upload broke off');
		return Response.json({ code: 'upload-interrupted' }, { status: 400 });
	}
});

/** Where `?q=` stands in those of the meeting's papers that whoever asks may read. */
export const GET = meetingLoad('see-meeting', async ({ db, session, meeting, now }, { url }: RequestEvent) => {
	const words = url.searchParams.get('q') ?? '';
	const standing = { ...meeting, agenda: listAgenda(db, meeting.id) };
	const of = paperStanding(standing, session, now);
	const papers = listDocuments(db, meeting.id).filter((paper) => of(paper).now !== 'none');
	// The same file may be in the meeting more than once.
	const byFile = Map.groupBy(papers, ({ current }) => current.sha256);
	try {
		const asked = { files: [...byFile.keys()], words };
		const found = await services().work.run<readonly Found[]>('searchPapers', asked);
		const places = found.flatMap(({ sha256, ...place }) =>
			(byFile.get(sha256) ?? []).map(({ current }) => ({ versionId: current.id, ...place })),
		);
		return Response.json(places satisfies FoundPlace[]);
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return Response.json({ code }, { status: refusalStatus(code) });
	}
});
