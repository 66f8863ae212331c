import { and, eq, inArray, isNotNull, notInArray, or, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { documents, documentVersions } from '../schema/documents.ts';
import { paperReceipts } from '../schema/receipts.ts';
import { agentOf, deviceKind, deviceOf, type ReceivingDevice } from './paper-receipts.ts';

export interface HeldCopies extends ReceivingDevice {
	/** what the device was called when it said so last, under another sign-in; null: it was not, or under this one */
	readonly before: string | null;
	/** versions of which it says that it holds something */
	readonly said: readonly string[];
	/** those of them that it may go on with */
	readonly may: readonly string[];
	/** ms since the epoch; `until`: what it holds can be opened before that */
	readonly now: number;
	readonly until: number;
}

/**
 * What a device holds of papers to be read without a network, as it says itself: exactly that. What it held before and holds no
 * more, of a recalled paper, is confirmed to be gone; what it holds and may no longer is held until it says otherwise. Of other people's devices nothing is changed, whatever `before` names.
 * @returns what the device is called
 */
export function declareHeld(db: Database, copies: HeldCopies): string {
	const { participantId, sessionKey, before, said, may, now, until } = copies;
	const device = deviceOf(sessionKey);
	const kind = deviceKind(agentOf(db).get({ key: sessionKey })?.userAgent ?? null);
	const { orm } = db;
	inTransaction(db, () => {
		const isOwn = and(eq(paperReceipts.participantId, participantId), isNotNull(paperReceipts.heldSince));
		const isLeft = or(
			and(eq(paperReceipts.device, device), notInArray(paperReceipts.versionId, [...said])),
			eq(paperReceipts.device, before === null || before === device ? '' : before),
		);
		const recalled = orm
			.select({ id: documentVersions.id })
			.from(documentVersions)
			.innerJoin(documents, eq(documents.id, documentVersions.documentId))
			.where(isNotNull(documents.recalledAt));
		const left = and(isOwn, isLeft);
		orm
			.update(paperReceipts)
			.set({ goneAt: sql`coalesce(${paperReceipts.goneAt}, ${now})` })
			.where(and(left, inArray(paperReceipts.versionId, recalled)))
			.run();
		orm.update(paperReceipts).set({ heldSince: null, heldUntil: null }).where(left).run();
		for (const versionId of may)
			orm
				.insert(paperReceipts)
				.values({ versionId, participantId, device, kind, receivedAt: now, heldSince: now, heldUntil: until })
				.onConflictDoUpdate({
					target: [paperReceipts.versionId, paperReceipts.participantId, paperReceipts.device],
					set: {
						heldSince: sql`coalesce(${paperReceipts.heldSince}, excluded.held_since)`,
						heldUntil: sql`excluded.held_until`,
						goneAt: null,
					},
				})
				.run();
	});
	return device;
}
