import { constraintText } from '#lib/ui/constraint-text.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { beforeEach, expect, test } from 'vitest';

beforeEach(() => overwriteGetLocale(() => 'vi'));

const control = (lacks: Partial<ValidityState>, attributes: Record<string, string> = {}, type = 'text') => ({
	validity: lacks as ValidityState,
	// What a browser in English says of itself.
	validationMessage: lacks.customError ? 'Ngày chưa đúng.' : 'Please fill out this field.',
	type,
	getAttribute: (name: string) => attributes[name] ?? null,
});

test.each([
	['nothing typed', control({ valueMissing: true }), /^Hãy nhập mục này/],
	['nothing chosen', control({ valueMissing: true }, {}, 'select-one'), /^Hãy chọn/],
	['a box left open', control({ valueMissing: true }, {}, 'checkbox'), /đánh dấu vào ô/],
	['no file', control({ valueMissing: true }, {}, 'file'), /tệp/],
	['no number', control({ badInput: true }, {}, 'number'), /số/],
	['below', control({ rangeUnderflow: true }, { min: '1', max: '1440' }, 'number'), /từ 1 đến 1440/],
	['above', control({ rangeOverflow: true }, { min: '1', max: '1440' }, 'number'), /từ 1 đến 1440/],
	['not whole', control({ stepMismatch: true }, {}, 'number'), /nguyên/],
	['too short', control({ tooShort: true }, { minlength: '14' }), /14 ký tự/],
	['too long', control({ tooLong: true }, { maxlength: '64' }), /64 ký tự/],
	['a mistake of our own', control({ customError: true }), /^Ngày chưa đúng\.$/],
	['anything else', control({ typeMismatch: true }), /chưa đúng/],
])('%s is said in the language of the pages', (_, lacking, expected) => {
	expect(constraintText(lacking)).toMatch(expected);
});
