export type ImportFile = 'units' | 'sites';

/** Why a row, or a whole file, cannot be imported; interface text is looked up from the code. */
export type ImportErrorCode =
	| 'not-utf-8'
	| 'utf-16'
	| 'sep-line'
	| 'tab-separated'
	| 'column-empty'
	| 'csv-syntax'
	| 'file-without-rows'
	| 'column-missing'
	| 'column-unknown'
	| 'column-twice'
	| 'cell-count'
	| 'code-empty'
	| 'code-too-long'
	| 'code-invalid'
	| 'code-twice'
	| 'code-newer'
	| 'later-changes'
	| 'name-empty'
	| 'name-too-long'
	| 'control-character'
	| 'level-unknown'
	| 'parent-unknown'
	| 'parent-cycle'
	| 'replaces-unknown'
	| 'children-left'
	| 'sites-left'
	| 'unit-unknown';

export interface ImportError {
	readonly file: ImportFile;
	/** of the file, from 1 (the header) */
	readonly line: number;
	/** the column's name; empty where the whole line is meant */
	readonly column: string;
	readonly code: ImportErrorCode;
	/** what stands there, at most 200 characters */
	readonly value: string;
}
