import { recordAudit } from '#db/audit/audit.ts';
import { readSession } from '#db/auth/sessions.ts';
import { inLargeTransaction, type Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { addDocument, addVersion, listDocuments, requirePlace } from '#db/documents/documents.ts';
import { storeFile, type StoredFile } from '#db/documents/file-store.ts';
import type { TakenPaper } from '#db/documents/paper-contents.ts';
import { holdUpload } from '#db/documents/held-papers.ts';
import { getUpload, isHeld, settleUpload, type Upload, type UploadTarget } from '#db/documents/uploads.ts';
import { requireEditable } from '#db/meetings/meetings.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { uploadRights, type UploadOutcome } from '#contract/uploads.ts';
import { mayIn } from '#lib/server/standing.ts';
import type { Services } from '#live/services.ts';
import type { Intake } from '../intake/intake.ts';
import { partPath, partSize, piecesOf, removePart } from './parts.ts';

export interface TakeInPorts extends Pick<Services, 'db' | 'dataDir' | 'log'> {
	readonly intake: Pick<Intake, 'take' | 'keep'>;
	readonly meetings: Pick<Services['meetings'], 'plansChanged'>;
}

/**
 * Whether a file can become what it is to be, asked before its bytes travel, and again once they are here. Nobody puts a new
 * version in the place of one that they have not seen.
 * @throws DataError as `requirePlace`; `not-found` (no paper of this meeting), `dossier-changed`
 */
export function requireTarget(db: Database, meetingId: string, target: UploadTarget): void {
	const { documentId, replaces } = target;
	if (documentId === null) return void requirePlace(db, { meetingId, ...target });
	requireEditable(db, meetingId);
	const document = listDocuments(db, meetingId).find(({ id }) => id === documentId);
	if (!document) throw new DataError('not-found', documentId);
	if (document.current.id !== replaces) throw new DataError('dossier-changed', documentId);
}

/** Of the file itself: whatever else is changed, it is refused again. */
const isOfFile = (code: string): boolean => /^(file|paper)-/.test(code);

/** Makes papers of uploads whose bytes are all here: each once, whoever asks, and however often the process ends in between. */
export class TakeIn {
	readonly #ports: TakeInPorts;
	readonly #underWay = new Map<string, Promise<UploadOutcome>>();

	constructor(ports: TakeInPorts) {
		this.#ports = ports;
	}

	isUnderWay(id: string): boolean {
		return this.#underWay.has(id);
	}

	/** What became of it; without its last bytes `upload-interrupted`. */
	take(id: string): Promise<UploadOutcome> {
		const underWay =
			this.#underWay.get(id) ??
			this.#take(id)
				.catch((error: unknown) => this.#codeOf(id, error))
				.finally(() => this.#underWay.delete(id));
		this.#underWay.set(id, underWay);
		return underWay;
	}

	/** Resolves when nothing is under way. */
	async rest(): Promise<void> {
		await Promise.all(this.#underWay.values());
	}

	async #take(id: string): Promise<UploadOutcome> {
		const { db, dataDir, intake, meetings } = this.#ports;
		const upload = getUpload(db, id);
		if (!upload) throw new DataError('not-found', id);
		if (upload.versionId !== null) return { versionId: upload.versionId };
		if (upload.refusal !== null) return { code: upload.refusal };
		if (isHeld(upload)) return { held: true };
		if ((await partSize(dataDir, id)) !== upload.size) return { code: 'upload-interrupted' };
		requireTarget(db, upload.meetingId, upload);
		// The part stays until a version has it: whenever the process ends, all of it is begun again.
		const file = await storeFile(dataDir, piecesOf(dataDir, id));
		const mayBeStamped = upload.heldAt !== null;
		const taken = await intake.take(file, { mayBeStamped }).catch((error: unknown) => this.#unlessStamped(error));
		if (!taken) return this.#hold(id);
		const versionId = await this.#record(id, file, taken);
		await removePart(dataDir, id);
		await meetings.plansChanged(upload.meetingId);
		await intake.keep(taken.file.sha256, taken.contents);
		return { versionId };
	}

	/** What is stamped like a state secret is nobody's mistake, and no paper yet. */
	#unlessStamped(error: unknown): undefined {
		if (!(error instanceof DataError && error.code === 'paper-stamped')) throw error;
	}

	/** As it is by now: it may have been given up meanwhile. @throws DataError `not-found` */
	#hold(id: string): UploadOutcome {
		const { db, dataDir, log } = this.#ports;
		const upload = getUpload(db, id);
		if (!upload) throw new DataError('not-found', id);
		holdUpload(db, dataDir, { upload, part: partPath(dataDir, id) }, Date.now());
		log.info(
			{ upload: id, meetingId: upload.meetingId, by: upload.accountId },
			'a file with the stamp of a state secret is kept apart',
		);
		return { held: true };
	}

	/** The version, what it came of, and who did it, or nothing; done when it is on the disk. @throws DataError */
	async #record(id: string, { sha256 }: StoredFile, { contents, ...taken }: TakenPaper): Promise<string> {
		const { db } = this.#ports;
		// The disk has other files to take in first: the loop does not wait for it.
		const { result, onDisk } = inLargeTransaction(db, () => {
			const now = Date.now();
			const upload = getUpload(db, id);
			if (!upload) throw new DataError('not-found', id);
			const { meetingId, documentId, fileName, ip } = upload;
			const { accountId, personId } = this.#sender(upload, now);
			requireTarget(db, meetingId, upload);
			const version = { ...taken, fileName, label: upload.label, pages: contents.pages.length, uploadedBy: personId };
			const { versionId } =
				documentId === null
					? addDocument(db, { ...version, ...upload, meetingId }, now)
					: addVersion(db, documentId, version, now);
			settleUpload(db, id, { versionId });
			const detail = { upload: id, versionId, fileName, sha256 };
			recordAudit(db, { at: now, accountId, ip, action: 'upload-paper', subject: meetingId, detail });
			return versionId;
		});
		await onDisk;
		return result;
	}

	/** As they are by now: a session may have ended, or a right been taken, while the bytes came. @throws DataError */
	#sender({ sessionKey, meetingId }: Upload, now: number) {
		const { db } = this.#ports;
		const session = readSession(db, sessionKey, now);
		if (!session) throw new DataError('not-signed-in', '');
		const standing = requireStanding(db, { meetingId, participantId: session.participantId });
		if (!mayIn(session, standing, uploadRights.PATCH)) throw new DataError('not-allowed', meetingId);
		return session;
	}

	/** What is not the file's own fault may be mended: its bytes stay as long as any upload's do. */
	async #codeOf(id: string, error: unknown): Promise<UploadOutcome> {
		const { db, dataDir, log } = this.#ports;
		if (!(error instanceof DataError)) {
			log.error({ err: error, upload: id }, 'a file that has come could not be taken in');
			// Others may have filled the disk since it was begun.
			const isFull = ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code));
			return { code: isFull ? 'storage-full' : 'unexpected' };
		}
		if (isOfFile(error.code)) {
			await inLargeTransaction(db, () => settleUpload(db, id, { refusal: error.code })).onDisk;
			await removePart(dataDir, id);
		}
		return { code: error.code };
	}
}
