export type ImportFile = 'units' | 'sites';

/** Why a row, or a whole file, cannot be imported; interface text is looked up from the code. */
export type ImportErrorCode =
	| 'not-utf-8'
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
	| 'name-empty'
	| 'name-too-long'
	| 'control-character'
	| 'level-unknown'
	| 'parent-unknown'
	| 'parent-cycle'
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
