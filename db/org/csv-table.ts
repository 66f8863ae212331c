import { parse } from 'csv-parse/sync';
import type { ImportError, ImportErrorCode, ImportFile } from './import-error.ts';

export interface CsvRow<Column extends string, Optional extends string = never> {
	/** of the file, from 1 */
	readonly line: number;
	readonly cells: Readonly<Record<Column, string> & Partial<Record<Optional, string>>>;
}

export interface CsvTable<Column extends string, Optional extends string> {
	readonly rows: readonly CsvRow<Column, Optional>[];
	readonly errors: readonly ImportError[];
}

/**
 * Reads a CSV file with these columns, in any order: UTF-8 with or without BOM, lines ended by CRLF or LF, quotes as in
 * RFC 4180, separated by commas or, as Excel writes it in Vietnam, semicolons. Each line is parsed by itself: a cell
 * cannot hold a line break anyway, and an unclosed quote hides no fault of the lines behind it. A file that is as a
 * whole not of this kind has one fault, that says what to do, and not one for each of its lines.
 */
export function readCsv<Column extends string, Optional extends string = never>(
	file: ImportFile,
	content: Uint8Array | string,
	columns: readonly Column[],
	optional: readonly Optional[] = [],
): CsvTable<Column, Optional> {
	const errors: ImportError[] = [];
	const report = (line: number, column: string, code: ImportErrorCode, value = '') =>
		errors.push({ file, line, column, code, value: value.slice(0, 200) });

	if (typeof content !== 'string' && isUtf16(content)) {
		report(1, '', 'utf-16');
		return { rows: [], errors };
	}
	const lines = splitLines(content).map((text, index) => ({ line: index + 1, text }));
	const unreadable = lines.filter(({ text }) => text === undefined);
	for (const { line } of unreadable) report(line, '', 'not-utf-8');
	const [header, ...others] = lines.filter(({ text }) => text !== '');
	const otherKind = kindFault(header?.text ?? '');
	if (header && otherKind) {
		report(header.line, '', otherKind, header.text);
		return { rows: [], errors };
	}
	const delimiter = header?.text?.includes(';') && !header.text.includes(',') ? ';' : ',';
	const names = parseLine(header?.text ?? '', delimiter)?.map((name) => name.trim().toLowerCase()) ?? [];

	for (const { column, code } of header?.text ? headerFaults(names, columns, optional) : []) {
		report(header?.line ?? 1, column, code, code === 'column-missing' ? '' : column);
	}
	if (errors.length > unreadable.length) return { rows: [], errors };
	if (others.length === 0) report(header?.line ?? 1, '', 'file-without-rows');

	const rows: CsvRow<Column, Optional>[] = [];
	for (const { line, text } of others) {
		if (text === undefined) continue;
		const cells = parseLine(text, delimiter)?.map((cell) => cell.normalize('NFC').trim());
		if (!cells) report(line, '', 'csv-syntax', text);
		else if (cells.every((cell) => cell === '')) continue;
		else if (cells.length !== names.length) report(line, '', 'cell-count', String(cells.length));
		else
			rows.push({
				line,
				cells: Object.fromEntries(names.map((name, i) => [name, cells[i]])) as CsvRow<Column, Optional>['cells'],
			});
	}
	return { rows, errors };
}

/** Excel's “Unicode Text” is UTF-16; without a mark at its start, every other byte of its first letters is zero. */
function isUtf16(content: Uint8Array): boolean {
	const [first, second] = content;
	return (
		(first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || content.subarray(0, 64).includes(0)
	);
}

function kindFault(header: string): ImportErrorCode | undefined {
	if (/^sep=/i.test(header)) return 'sep-line';
	if (header.includes('\t')) return 'tab-separated';
	return undefined;
}

function headerFaults(names: readonly string[], columns: readonly string[], optional: readonly string[]) {
	// Columns that were cleared in Excel are written all the same: said once, not once for each.
	if (names.includes('')) return [{ column: '', code: 'column-empty' as const }];
	const faults: { column: string; code: ImportErrorCode }[] = [];
	for (const column of columns) if (!names.includes(column)) faults.push({ column, code: 'column-missing' });
	names.forEach((column, index) => {
		if (!columns.includes(column) && !optional.includes(column)) faults.push({ column, code: 'column-unknown' });
		else if (names.indexOf(column) !== index) faults.push({ column, code: 'column-twice' });
	});
	return faults;
}

/** The cells of one line; undefined when its quotes do not match. */
function parseLine(text: string, delimiter: string): string[] | undefined {
	try {
		return parse(text, { delimiter })[0] ?? [''];
	} catch {
		return undefined;
	}
}

/** Undefined in place of a line that is not UTF-8. */
function splitLines(content: Uint8Array | string): (string | undefined)[] {
	if (typeof content === 'string') return content.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	const strict = new TextDecoder('utf-8', { fatal: true });
	try {
		// The decoder drops the BOM.
		return splitLines(strict.decode(content));
	} catch {
		// Each line by itself, to name those that are not.
		return Buffer.from(content)
			.toString('latin1')
			.split(/\r\n|\n|\r/)
			.map((line) => decodeLine(strict, line));
	}
}

function decodeLine(strict: TextDecoder, line: string): string | undefined {
	try {
		return strict.decode(Buffer.from(line, 'latin1'));
	} catch {
		return undefined;
	}
}
