import type { CsvRow } from './csv-table.ts';
import type { ImportFile } from './import-error.ts';
import type { Before } from './read-before.ts';
import type { Change } from './timeline.ts';

/** What is no fault, but more often a slip than meant: somebody has to look at it. */
export interface Suspicion {
	readonly file: ImportFile;
	/** of the file, from 1 */
	readonly line: number;
	/** the same name, and level, under another code; or a code that differs by leading zeros alone */
	readonly code: 'same-name' | 'leading-zeros';
	readonly row: Named;
	readonly other: Named;
}

interface Named {
	readonly code: string;
	readonly name: string;
}

type State = Named & { readonly level?: string };

/**
 * What begins under a code of its own, held against all that was known and all that stands in the file.
 * `explained`: codes that a row says it replaces.
 */
export function findSuspicions<S extends State>(
	file: ImportFile,
	rows: readonly CsvRow<'code' | 'name'>[],
	{ before, changes, explained }: { before: Before<S>; changes: readonly Change<S>[]; explained: ReadonlySet<string> },
): Suspicion[] {
	const added = new Map(
		changes.flatMap(({ before: was, after }) => (after && after.code !== was?.code ? [[after.code, after]] : [])),
	);
	const named = new Set(rows.map((row) => row.cells.code));
	const known = [...new Map([...before.ended, ...before.endedThatDay, ...before.inForce]).values()].map(
		({ state }) => state,
	);
	const byName = Map.groupBy(
		known.filter(({ code }) => !named.has(code) && !explained.has(code)),
		nameKey,
	);
	const inFile = rows.map(({ cells }) => ({ code: cells.code, name: cells.name }));
	const lineOf = new Map(rows.map(({ line, cells }) => [cells.code, line]));
	const byDigits = Map.groupBy<string, Named>([...known, ...inFile], ({ code }) => withoutZeros(code));
	return rows.flatMap(({ line, cells }): Suspicion[] => {
		const row = added.get(cells.code);
		if (!row) return [];
		// Of two that are both new one is told of, the later.
		const isTold = (code: string) => added.has(code) && (lineOf.get(code) ?? 0) > line;
		const almost = byDigits.get(withoutZeros(row.code))?.find(({ code }) => code !== row.code && !isTold(code));
		const namesake = byName.get(nameKey(row))?.find(({ code }) => code !== almost?.code);
		const about = (code: Suspicion['code'], other: Named | undefined): Suspicion[] =>
			other ? [{ file, line, code, row: nameOf(row), other: nameOf(other) }] : [];
		return [...about('leading-zeros', almost), ...about('same-name', namesake)];
	});
}

const nameOf = ({ code, name }: Named): Named => ({ code, name });
const nameKey = ({ name, level = '' }: State) => `${level} ${name.toLowerCase()}`;
const withoutZeros = (code: string) => code.replace(/^0+/, '');
