import { and, eq, isNotNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { documentVersions, documents, paperContents } from '../schema/documents.ts';

/**
 * What the digital signatures of a file say. `intact`: each fits what was signed, and one of them all of the file; `extended`: each fits,
 * and something was added after the last; `changed`: one does not fit what it signed; `unknown`: nobody could check. Who vouches for
 * the signers' certificates was not asked: there is no network where files are looked into.
 */
export const signaturesSchema = v.object({
	state: v.picklist(['intact', 'extended', 'changed', 'unknown']),
	/** in their order; when, as the signer's clock had it, in ms since the epoch */
	signers: v.pipe(
		v.array(v.object({ name: v.pipe(v.string(), v.maxLength(200)), at: v.nullable(v.number()) })),
		v.maxLength(50),
	),
});

export type PaperSignatures = v.InferOutput<typeof signaturesSchema>;

/** Of a meeting's papers that are signed, by the SHA-256 of the file. */
export function signaturesIn(db: Database, meetingId: string): Map<string, PaperSignatures> {
	const rows = signed(db).all({ meetingId });
	return new Map(rows.flatMap(({ sha256, signatures }) => (signatures ? [[sha256, signatures] as const] : [])));
}

const signed = prepared(({ orm }) =>
	orm
		.selectDistinct({ sha256: paperContents.sha256, signatures: paperContents.signatures })
		.from(documents)
		.innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
		.innerJoin(paperContents, eq(paperContents.sha256, documentVersions.sha256))
		.where(and(eq(documents.meetingId, sql.placeholder('meetingId')), isNotNull(paperContents.signatures)))
		.prepare(),
);
