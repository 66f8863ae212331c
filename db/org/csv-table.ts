import { parse } from 'csv-parse/sync';
import type { ImportError, ImportErrorCode, ImportFile } from './import-error.ts';

export interface CsvRow<Column extends string> {
	/** of the file, from 1 */
	readonly line: number;
	readonly cells: Readonly<Record<Column, string>>;
}

export interface CsvTable<Column extends string> {
	readonly rows: readonly CsvRow<Column>[];
	readonly errors: readonly ImportError[];
}

/**
 * Reads a CSV file with these columns, in any order: UTF-8 with or without BOM, lines ended by CRLF or LF, quotes as in
 * RFC 4180, separated by commas or, as Excel writes it in Vietnam, semicolons. Each line is parsed by itself: a cell
 * cannot hold a line break anyway, and an unclosed quote hides no fault of the lines behind it.
 */
export function readCsv<Column extends string>(
	file: ImportFile,
	content: Uint8Array | string,
	columns: readonly Column[],
): CsvTable<Column> {
	const errors: ImportError[] = [];
	const report = (line: number, column: string, code: ImportErrorCode, value = '') =>
		errors.push({ file, line, column, code, value: value.slice(0, 200) });

	const lines = splitLines(content).map((text, index) => ({ line: index + 1, text }));
	const unreadable = lines.filter(({ text }) => text === undefined);
	for (const { line } of unreadable) report(line, '', 'not-utf-8');
	const [header, ...others] = lines.filter(({ text }) => text !== '');
	const delimiter = header?.text?.includes(';') && !header.text.includes(',') ? ';' : ',';
	const names = parseLine(header?.text ?? '', delimiter)?.map((name) => name.trim().toLowerCase()) ?? [];

	for (const { column, code } of header?.text ? headerFaults(names, columns) : []) {
		report(header?.line ?? 1, column, code, code === 'column-missing' ? '' : column);
	}
	if (errors.length > unreadable.length) return { rows: [], errors };
	if (others.length === 0) report(header?.line ?? 1, '', 'file-without-rows');

	const rows: CsvRow<Column>[] = [];
	for (const { line, text } of others) {
		if (text === undefined) continue;
		const cells = parseLine(text, delimiter)?.map((cell) => cell.normalize('NFC').trim());
		if (!cells) report(line, '', 'csv-syntax', text);
		else if (cells.every((cell) => cell === '')) continue;
		else if (cells.length !== names.length) report(line, '', 'cell-count', String(cells.length));
		else
			rows.push({
				line,
				cells: Object.fromEntries(names.map((name, i) => [name, cells[i]])) as Record<Column, string>,
			});
	}
	return { rows, errors };
}

function headerFaults(names: readonly string[], columns: readonly string[]) {
	const faults: { column: string; code: ImportErrorCode }[] = [];
	for (const column of columns) if (!names.includes(column)) faults.push({ column, code: 'column-missing' });
	names.forEach((column, index) => {
		if (!columns.includes(column)) faults.push({ column, code: 'column-unknown' });
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
