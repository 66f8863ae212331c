import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../client.ts';
import { audit } from '../schema/records.ts';
import { readStoredJson } from '../stored-json.ts';

const detailSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));

export interface AuditEntry {
	readonly at: number;
	readonly accountId: string | null;
	readonly ip: string | null;
	/** A stable word, e.g. `sign-in`. */
	readonly action: string;
	/** What it was done to: an id, or empty. */
	readonly subject: string;
	/** Never a secret: no password, token, or choice of a ballot. */
	readonly detail: v.InferOutput<typeof detailSchema>;
}

export function recordAudit({ orm }: Database, entry: AuditEntry): void {
	orm
		.insert(audit)
		.values({ ...entry, detail: JSON.stringify(entry.detail) })
		.run();
}

/** Twelve months, the longest that they can be. */
const keptFor = 366 * 24 * 3_600_000;

/** Removes what is older than it must be kept: entries name people. @returns how many */
export const deleteOldAudit = ({ orm }: Database, now: number): number =>
	orm
		.delete(audit)
		.where(lt(audit.at, now - keptFor))
		.run().changes;

export interface AuditFilter {
	readonly from?: number;
	/** exclusive */
	readonly to?: number;
	readonly accountId?: string;
	readonly action?: string;
	/** entries before this id: the next page */
	readonly beforeId?: number;
	readonly limit?: number;
}

/** Newest first, at most `limit` (100) entries. */
export function listAudit({ orm }: Database, filter: AuditFilter = {}): (AuditEntry & { readonly id: number })[] {
	const conditions: (SQL | undefined)[] = [
		filter.from === undefined ? undefined : gte(audit.at, filter.from),
		filter.to === undefined ? undefined : lt(audit.at, filter.to),
		filter.accountId === undefined ? undefined : eq(audit.accountId, filter.accountId),
		filter.action === undefined ? undefined : eq(audit.action, filter.action),
		filter.beforeId === undefined ? undefined : lt(audit.id, filter.beforeId),
	];
	return orm
		.select()
		.from(audit)
		.where(and(...conditions))
		.orderBy(desc(audit.id))
		.limit(filter.limit ?? 100)
		.all()
		.map((row) => ({ ...row, detail: readStoredJson(detailSchema, row.detail) }));
}
