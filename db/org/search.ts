import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { fold } from '../fold.ts';

export interface Search {
	readonly text: string;
	/** `YYYY-MM-DD`: whose memberships and units count */
	readonly date: string;
	/** 20 */
	readonly limit?: number;
}

/** Whether folded text holds what was typed; `%` and `_` are letters like others. */
export const holds = (folded: SQLiteColumn, text: string): SQL =>
	sql`${folded} LIKE ${`%${fold(text).replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`;
