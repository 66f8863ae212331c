import { m } from '#lib/paraglide/messages.js';

interface Constrained {
	readonly validity: ValidityState;
	readonly validationMessage: string;
	readonly type: string;
	getAttribute(name: string): string | null;
}

/** What a control lacks, in the language of the pages: the browser would say it in its own. */
export function constraintText(control: Constrained): string {
	const { validity } = control;
	const limit = (name: string) => control.getAttribute(name) ?? '';
	if (validity.customError) return control.validationMessage;
	if (validity.valueMissing) {
		if (control.type === 'file') return m.field_file_missing();
		if (control.type === 'checkbox') return m.field_box_unchecked();
		return control.type.startsWith('select') ? m.field_choice_missing() : m.field_missing();
	}
	if (validity.badInput) return m.field_number_wrong();
	if (validity.rangeUnderflow || validity.rangeOverflow) {
		return m.field_number_between({ min: limit('min'), max: limit('max') });
	}
	if (validity.stepMismatch) return m.field_number_whole();
	if (validity.tooShort) return m.field_too_short({ count: limit('minlength') });
	if (validity.tooLong) return m.field_too_long({ count: limit('maxlength') });
	return m.field_wrong();
}
