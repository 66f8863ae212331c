import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { recordAudit } from '../audit/audit.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { uploads } from '../schema/documents.ts';
import { readStoredJson } from '../stored-json.ts';
import { deleteUpload, getUpload, isHeld, uploadsKept, type Upload } from './uploads.ts';

/*
 * Files whose first page bears the stamp of a state secret (Luật 117/2025/QH15, Điều 5) are no papers, and lie apart: in a folder
 * beside the stored files, which no back-up reads, with what they are called. The database has of them who sent them and when.
 */

/** Where what is kept apart lies. */
export const heldFolder = (dataDir: string): string => path.join(dataDir, 'held');

const heldPath = (dataDir: string, id: string): string => path.join(heldFolder(dataDir), id);
const namePath = (dataDir: string, id: string): string => `${heldPath(dataDir, id)}.json`;

/** How such a file is called: in the database it has no name, which may say as much as its pages. */
const nameSchema = v.object({ fileName: v.string(), title: v.string() });

/** Its bytes go from the part to where nobody reads them, and its name with them. */
export function holdUpload(
	db: Database,
	dataDir: string,
	{ upload, part }: { upload: Upload; part: string },
	now: number,
): void {
	const { id, meetingId, accountId, ip, fileName, title } = upload;
	mkdirSync(heldFolder(dataDir), { recursive: true, mode: 0o700 });
	chmodSync(heldFolder(dataDir), 0o700);
	writeFileSync(namePath(dataDir, id), JSON.stringify({ fileName, title }), { mode: 0o600 });
	renameSync(part, heldPath(dataDir, id));
	inTransaction(db, () => {
		db.orm.update(uploads).set({ heldAt: now, fileName: '', title: '' }).where(eq(uploads.id, id)).run();
		recordAudit(db, { at: now, accountId, ip, action: 'hold-paper', subject: meetingId, detail: { upload: id } });
	});
}

/** What was kept apart, as those who handle the meeting's papers see it; none that has become a paper. */
export interface HeldPaper {
	readonly id: string;
	/** as it was sent; empty: it is there no more */
	readonly fileName: string;
	/** ms since the epoch */
	readonly heldAt: number;
	/** when it is thrown away, if nobody decides */
	readonly until: number;
	/** waits for somebody; was said to be no secret, and is being taken in; or is there no more, and why, as a code */
	readonly state: 'held' | 'opening' | { readonly refusal: string };
}

/** Of a meeting, oldest first. */
export function listHeld(db: Database, dataDir: string, meetingId: string): HeldPaper[] {
	return heldIn(db)
		.all({ meetingId })
		.map((upload) => {
			const { id, heldAt, refusal } = upload;
			const since = heldAt ?? 0;
			const fileName = isHeld(upload) ? (nameOf(dataDir, id)?.fileName ?? '') : upload.fileName;
			const state = refusal === null ? (isHeld(upload) ? 'held' : 'opening') : { refusal };
			return { id, fileName, heldAt: since, until: since + uploadsKept, state };
		});
}

const heldIn = prepared(({ orm }) => {
	const inMeeting = eq(uploads.meetingId, sql.placeholder('meetingId'));
	return orm
		.select()
		.from(uploads)
		.where(and(inMeeting, isNotNull(uploads.heldAt), isNull(uploads.versionId)))
		.orderBy(uploads.heldAt)
		.prepare();
});

function nameOf(dataDir: string, id: string): v.InferOutput<typeof nameSchema> | undefined {
	try {
		return readStoredJson(nameSchema, readFileSync(namePath(dataDir, id), 'utf8'));
	} catch {
		return undefined;
	}
}

/** @throws DataError `not-found`: it waits for nobody, or is none of this meeting's */
export function requireHeld(db: Database, meetingId: string, id: string): Upload {
	const upload = getUpload(db, id);
	if (upload?.meetingId !== meetingId || !isHeld(upload)) throw new DataError('not-found', id);
	return upload;
}

/** With its name again, as it will be taken in. @throws DataError `not-found` */
export function namedUpload(db: Database, dataDir: string, meetingId: string, id: string): Upload {
	const name = nameOf(dataDir, id);
	if (!name || !isThere(dataDir, id)) throw new DataError('not-found', id);
	return { ...requireHeld(db, meetingId, id), ...name };
}

/** Somebody answers for it that it is no secret: its bytes are a part again, which they send from then on. */
export function releaseHeld(
	db: Database,
	dataDir: string,
	{ upload, part, sessionKey }: { readonly upload: Upload; readonly part: string; readonly sessionKey: string },
	now: number,
): void {
	const { id, fileName, title } = upload;
	const ended = { fileName, title, sessionKey, ip: null, holdEndedAt: now };
	db.orm.update(uploads).set(ended).where(eq(uploads.id, id)).run();
	renameSync(heldPath(dataDir, id), part);
	rmSync(namePath(dataDir, id), { force: true });
}

/** Its bytes and its name go at once. */
export function deleteHeld(db: Database, dataDir: string, id: string): void {
	wipe(dataDir, id);
	deleteUpload(db, id);
}

function wipe(dataDir: string, id: string): void {
	for (const file of [heldPath(dataDir, id), namePath(dataDir, id)]) rmSync(file, { force: true });
}

const isThere = (dataDir: string, id: string): boolean =>
	statSync(heldPath(dataDir, id), { throwIfNoEntry: false }) !== undefined;

/** Those about which nobody has decided in time are thrown away, which is told where they stood. @returns how many */
export function endHolds(db: Database, dataDir: string, now: number): number {
	const held = db.orm.select().from(uploads).where(isNotNull(uploads.heldAt)).all().filter(isHeld);
	// Of a data directory that was restored from a back-up, none is there.
	const over = held.filter(({ id, heldAt }) => (heldAt ?? 0) < now - uploadsKept || !isThere(dataDir, id));
	for (const { id, meetingId } of over) {
		wipe(dataDir, id);
		inTransaction(db, () => {
			const ended = { refusal: 'paper-hold-over', holdEndedAt: now };
			db.orm.update(uploads).set(ended).where(eq(uploads.id, id)).run();
			const detail = { upload: id };
			recordAudit(db, { at: now, accountId: null, ip: null, action: 'end-paper-hold', subject: meetingId, detail });
		});
	}
	return over.length;
}
