import type BetterSqlite3 from 'better-sqlite3';
import { randomInt } from 'node:crypto';
import type { Database } from '../client.ts';
import { laidTables, type LaidTable } from '../laid-tables.ts';

export type Cell = string | number | boolean | null;

/** Rows of one table as JSON, each a list of its columns: as many as a turn of the loop has room for. */
export interface Piece {
	readonly table: LaidTable;
	readonly rows: string;
}

const rowsOfPiece = 200;

export function piecesOf(table: LaidTable, rows: readonly (readonly Cell[])[]): Piece[] {
	const starts = Array.from({ length: Math.ceil(rows.length / rowsOfPiece) }, (_, index) => index * rowsOfPiece);
	return starts.map((start) => ({ table, rows: JSON.stringify(rows.slice(start, start + rowsOfPiece)) }));
}

/** As statements name them: the rows that lie ready for the transaction that they belong to. */
export const laid = (table: LaidTable): string => `(SELECT * FROM temp.laid_${table} WHERE batch = @batch)`;

/**
 * Rows that lie ready for one transaction, in tables of the connection's own that are in no file: laid there piece by piece before
 * it, so that within it each statement finds them typed, and no JSON is read. Others may lie beside them.
 */
export class LaidRows {
	readonly #db: Database;
	// By chance: the pages' copy of this module does not know the process's.
	readonly #batch = randomInt(2 ** 48 - 1);
	readonly #pieces: Piece[];
	readonly #tables: ReadonlySet<LaidTable>;
	readonly #steps: readonly BetterSqlite3.Statement[];
	readonly #day: string;

	/** `steps`: the statements that write them, in this order, with `@batch` and `@day` */
	constructor(db: Database, { day, pieces, steps }: Writing) {
		this.#db = db;
		this.#day = day;
		this.#pieces = [...pieces];
		this.#tables = new Set(pieces.map(({ table }) => table));
		// A statement takes as long to be compiled as dozens of rows to be written.
		this.#steps = steps.map((step) => db.sqlite.prepare(step));
	}

	/** One piece more. @returns whether there are others */
	layNext(): boolean {
		const piece = this.#pieces.shift();
		if (piece) {
			const { table, rows } = piece;
			const cells = laidTables[table].map((_, index) => `row.value ->> ${index}`);
			// `json_each` would write each row out, to be parsed again for each column.
			this.#db.sqlite
				.prepare(`INSERT INTO temp.laid_${table} SELECT @batch, ${cells.join(', ')} FROM jsonb_each(@rows) AS row`)
				.run({ batch: this.#batch, rows });
		}
		return this.#pieces.length > 0;
	}

	/** Within a transaction, when all lie ready. */
	write(): void {
		for (const step of this.#steps) step.run({ batch: this.#batch, day: this.#day });
	}

	/** Idempotent. */
	close(): void {
		const { sqlite } = this.#db;
		if (!sqlite.open) return;
		for (const table of this.#tables) sqlite.prepare(`DELETE FROM temp.laid_${table} WHERE batch = ?`).run(this.#batch);
	}
}

/** What a transaction is to write. */
export interface Writing {
	/** `YYYY-MM-DD` */
	readonly day: string;
	readonly pieces: readonly Piece[];
	readonly steps: readonly string[];
}

/** In the transaction that is under way. */
export function writeAtOnce(db: Database, writing: Writing): void {
	const rows = new LaidRows(db, writing);
	try {
		while (rows.layNext());
		rows.write();
	} finally {
		rows.close();
	}
}
