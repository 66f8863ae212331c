import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { fold } from '../fold.ts';

export interface Search {
	readonly text: string;
	/** `YYYY-MM-DD`: whose memberships and units count */
	readonly date: string;
	/** 20 */
	readonly limit?: number;
}

/** Whether folded text holds what was typed. */
export const holds = (folded: SQLiteColumn, text: string): SQL => isLike(folded, patternOf(text));

/** The same in a question that is made once. @param pattern of `patternOf` */
export const isLike = (folded: SQLiteColumn, pattern: string | Placeholder): SQL =>
	sql`${folded} LIKE ${pattern} ESCAPE '\\'`;

/** `%` and `_` are letters like others. */
export const patternOf = (text: string): string => `%${fold(text).replace(/[\\%_]/g, '\\$&')}%`;
