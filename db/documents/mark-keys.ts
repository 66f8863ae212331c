import { and, asc, eq, notInArray, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { markKeys, paperMarks } from '../schema/marks.ts';

/** The holder of the recovery code. */
export const byCode = 'code';

/**
 * The holder of a code that opens the marks on one more device, once: another device shows it. What it wraps is given out no longer
 * than `onceFor` ms, and goes with the first device that has opened the marks.
 */
export const once = 'once';
export const onceFor = 10 * 60_000;

/** A person's key as one who can unwrap it has it. */
export interface WrappedKey {
	/** `code`, `once`, or a device's id */
	readonly holder: string;
	readonly wrapped: Buffer;
}

/** So many devices of a person have their key at a time; the one that got it first gives way. */
export const mostDevices = 30;

/** Undefined: they have none yet. */
export function getMarkKeys(
	db: Database,
	personId: string,
	now: number,
): { keyId: string; keys: WrappedKey[] } | undefined {
	const rows = ofPerson(db).all({ personId });
	const [first] = rows;
	const fresh = rows.filter(({ holder, wrappedAt }) => holder !== once || now - wrappedAt < onceFor);
	return first && { keyId: first.keyId, keys: fresh.map(({ holder, wrapped }) => ({ holder, wrapped })) };
}

const ofPerson = prepared(({ orm }) =>
	orm
		.select({
			holder: markKeys.holder,
			keyId: markKeys.keyId,
			wrapped: markKeys.wrapped,
			wrappedAt: markKeys.wrappedAt,
		})
		.from(markKeys)
		.where(eq(markKeys.personId, sql.placeholder('personId')))
		.orderBy(asc(markKeys.wrappedAt), asc(markKeys.holder))
		.prepare(),
);

/** @throws DataError `mark-key-changed`: it is not that key which the person has by now */
export function requireMarkKey(db: Database, personId: string, keyId: string): void {
	if (ofPerson(db).get({ personId })?.keyId !== keyId) throw new DataError('mark-key-changed', personId);
}

/** A person's first key. @throws DataError `mark-key-changed`: another device was sooner */
export function createMarkKey(
	db: Database,
	{ personId, keyId, keys, now }: { personId: string; keyId: string; keys: readonly WrappedKey[]; now: number },
): void {
	inTransaction(db, () => {
		if (ofPerson(db).get({ personId })) throw new DataError('mark-key-changed', personId);
		for (const key of keys)
			db.orm
				.insert(markKeys)
				.values({ personId, keyId, wrappedAt: now, ...key })
				.run();
	});
}

/** The same key for one more device, or by another code; a device uses up the code that was for once. @throws DataError `mark-key-changed` */
export function wrapMarkKey(
	db: Database,
	{ personId, keyId, now, ...key }: WrappedKey & { personId: string; keyId: string; now: number },
): void {
	inTransaction(db, () => {
		requireMarkKey(db, personId, keyId);
		const row = { personId, keyId, wrappedAt: now, ...key };
		db.orm
			.insert(markKeys)
			.values(row)
			.onConflictDoUpdate({ target: [markKeys.personId, markKeys.holder], set: row })
			.run();
		if (key.holder !== byCode && key.holder !== once)
			db.orm
				.delete(markKeys)
				.where(and(eq(markKeys.personId, personId), eq(markKeys.holder, once)))
				.run();
		const devices = db.orm
			.select({ holder: markKeys.holder })
			.from(markKeys)
			.where(and(eq(markKeys.personId, personId), notInArray(markKeys.holder, [byCode, once])))
			.orderBy(asc(markKeys.wrappedAt), asc(markKeys.holder))
			.all();
		for (const { holder } of devices.slice(0, Math.max(0, devices.length - mostDevices)))
			db.orm
				.delete(markKeys)
				.where(and(eq(markKeys.personId, personId), eq(markKeys.holder, holder)))
				.run();
	});
}

/** Code and devices are lost: nobody can read what was marked. It goes, and the person begins anew. */
export function forgetMarks(db: Database, personId: string): void {
	inTransaction(db, () => {
		db.orm.delete(paperMarks).where(eq(paperMarks.personId, personId)).run();
		db.orm.delete(markKeys).where(eq(markKeys.personId, personId)).run();
	});
}
