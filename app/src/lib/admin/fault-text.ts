import type { ImportErrorCode } from '#db/org/import-error.ts';
import { m } from '#lib/paraglide/messages.js';

/** What is wrong and what to do: one sentence for each code. A code without a text does not compile. */
export const faultText: Readonly<Record<ImportErrorCode, () => string>> = {
	'not-utf-8': m.import_fault_not_utf_8,
	'utf-16': m.import_fault_utf_16,
	'sep-line': m.import_fault_sep_line,
	'tab-separated': m.import_fault_tab_separated,
	'column-empty': m.import_fault_column_empty,
	'csv-syntax': m.import_fault_csv_syntax,
	'file-without-rows': m.import_fault_file_without_rows,
	'column-missing': m.import_fault_column_missing,
	'column-unknown': m.import_fault_column_unknown,
	'column-twice': m.import_fault_column_twice,
	'cell-count': m.import_fault_cell_count,
	'code-empty': m.import_fault_code_empty,
	'code-too-long': m.import_fault_code_too_long,
	'code-invalid': m.import_fault_code_invalid,
	'code-twice': m.import_fault_code_twice,
	'code-newer': m.import_fault_code_newer,
	'later-changes': m.import_fault_later_changes,
	'name-empty': m.import_fault_name_empty,
	'name-too-long': m.import_fault_name_too_long,
	'control-character': m.import_fault_control_character,
	'level-unknown': m.import_fault_level_unknown,
	'parent-unknown': m.import_fault_parent_unknown,
	'parent-cycle': m.import_fault_parent_cycle,
	'replaces-unknown': m.import_fault_replaces_unknown,
	'children-left': m.import_fault_children_left,
	'sites-left': m.import_fault_sites_left,
	'unit-unknown': m.import_fault_unit_unknown,
};
