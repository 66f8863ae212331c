import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { sessions } from '../schema/auth.ts';
import { documents, documentVersions } from '../schema/documents.ts';
import { paperReceipts } from '../schema/receipts.ts';

/** A device of somebody: one sign-in. */
export interface ReceivingDevice {
	readonly participantId: string;
	/** of its session */
	readonly sessionKey: string;
}

export type DeviceKind = typeof paperReceipts.$inferSelect.kind;

/** What happened to a version of a paper on a device. */
export interface ReceiptNote extends ReceivingDevice {
	readonly versionId: string;
	readonly what: 'received' | 'opened';
	/** ms since the epoch */
	readonly at: number;
}

/** Tells devices apart, and opens no session. */
export const deviceOf = (sessionKey: string): string => sessionKey.slice(0, 16);

/** A device that was told before is not told again for the first time; one that says nothing of itself is unknown. */
export function noteReceipts(db: Database, notes: readonly ReceiptNote[]): void {
	const kinds = new Map<string, DeviceKind>();
	const kindOf = (key: string): DeviceKind => {
		const kind = kinds.get(key) ?? deviceKind(agentOf(db).get({ key })?.userAgent ?? null);
		kinds.set(key, kind);
		return kind;
	};
	inTransaction(db, () => {
		for (const { versionId, participantId, sessionKey, what, at } of notes) {
			const row = { versionId, participantId, device: deviceOf(sessionKey), kind: kindOf(sessionKey), at };
			if (what === 'received') insertReceived(db).run(row);
			else upsertOpened(db).run(row);
		}
	});
}

export const agentOf = prepared(({ orm }) =>
	orm
		.select({ userAgent: sessions.userAgent })
		.from(sessions)
		.where(eq(sessions.tokenHash, sql.placeholder('key')))
		.prepare(),
);

const row = {
	versionId: sql.placeholder('versionId'),
	participantId: sql.placeholder('participantId'),
	device: sql.placeholder('device'),
	kind: sql.placeholder('kind'),
	receivedAt: sql.placeholder('at'),
};

const insertReceived = prepared(({ orm }) => orm.insert(paperReceipts).values(row).onConflictDoNothing().prepare());

const upsertOpened = prepared(({ orm }) =>
	orm
		.insert(paperReceipts)
		.values({ ...row, openedAt: sql.placeholder('at'), lastOpenedAt: sql.placeholder('at') })
		.onConflictDoUpdate({
			target: [paperReceipts.versionId, paperReceipts.participantId, paperReceipts.device],
			set: {
				openedAt: sql`coalesce(${paperReceipts.openedAt}, excluded.opened_at)`,
				lastOpenedAt: sql`excluded.last_opened_at`,
			},
		})
		.prepare(),
);

/** By what a browser says of itself; an iPad may say that it is a Mac. */
export function deviceKind(userAgent: string | null): DeviceKind {
	if (userAgent === null) return 'unknown';
	if (/iPad|Tablet|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet';
	return /iPhone|Mobile/i.test(userAgent) ? 'phone' : 'computer';
}

export interface Receipt {
	readonly participantId: string;
	/** of the document's versions, 1, 2 … */
	readonly version: number;
	readonly device: string;
	readonly kind: DeviceKind;
	readonly receivedAt: number;
	readonly openedAt: number | null;
	readonly lastOpenedAt: number | null;
	readonly heldSince: number | null;
	readonly heldUntil: number | null;
	readonly goneAt: number | null;
}

/** Of all versions of a paper, by person. */
export const listReceipts = ({ orm }: Database, documentId: string): Receipt[] =>
	orm
		.select({
			participantId: paperReceipts.participantId,
			version: documentVersions.number,
			device: paperReceipts.device,
			kind: paperReceipts.kind,
			receivedAt: paperReceipts.receivedAt,
			openedAt: paperReceipts.openedAt,
			lastOpenedAt: paperReceipts.lastOpenedAt,
			heldSince: paperReceipts.heldSince,
			heldUntil: paperReceipts.heldUntil,
			goneAt: paperReceipts.goneAt,
		})
		.from(documentVersions)
		.innerJoin(paperReceipts, eq(paperReceipts.versionId, documentVersions.id))
		.where(eq(documentVersions.documentId, documentId))
		.orderBy(asc(paperReceipts.participantId), asc(documentVersions.number), asc(paperReceipts.receivedAt))
		.all();

/** The device holds nothing any more of those of these papers of the meeting that were recalled. Said twice, the first holds. */
export function confirmGone(
	db: Database,
	meetingId: string,
	{ participantId, sessionKey }: ReceivingDevice,
	now: number,
): void {
	const recalled = db.orm
		.select({ id: documentVersions.id })
		.from(documentVersions)
		.innerJoin(documents, eq(documents.id, documentVersions.documentId))
		.where(and(eq(documents.meetingId, meetingId), sql`${documents.recalledAt} IS NOT NULL`));
	const isOwn = and(eq(paperReceipts.participantId, participantId), eq(paperReceipts.device, deviceOf(sessionKey)));
	db.orm
		.update(paperReceipts)
		.set({ goneAt: now })
		.where(and(isOwn, isNull(paperReceipts.goneAt), inArray(paperReceipts.versionId, recalled)))
		.run();
}

/** As long as the audit is kept, in ms. */
const keptFor = 366 * 24 * 3_600_000;

/** @returns how many rows went */
export const deleteOldReceipts = ({ orm }: Database, now: number): number =>
	orm
		.delete(paperReceipts)
		.where(lt(paperReceipts.receivedAt, now - keptFor))
		.run().changes;
