/** What a person has put into a form's own controls, by their names. */
export type FieldValues = Record<string, string | boolean>;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Never a password; not what no person types; and a file cannot be put back. */
const left = new Set(['password', 'hidden', 'file', 'submit', 'button', 'reset', 'radio']);

/** A control that shows what another one sends is named by `data-draft`. */
export const nameOf = (control: HTMLElement): string => control.dataset['draft'] ?? control.getAttribute('name') ?? '';

function controlsOf(form: HTMLFormElement): Control[] {
	const tags = ['INPUT', 'TEXTAREA', 'SELECT'];
	return Array.from(form.elements)
		.filter((each): each is Control => tags.includes(each.tagName))
		.filter((control) => !left.has(control.type) && nameOf(control) !== '');
}

const isCheckbox = (control: Control): control is HTMLInputElement => control.type === 'checkbox';

export function readFields(form: HTMLFormElement): FieldValues {
	const entries = controlsOf(form).map((control) => {
		return [nameOf(control), isCheckbox(control) ? control.checked : control.value] as const;
	});
	return Object.fromEntries(entries);
}

/** As if a person had typed it, so that whoever binds the controls hears of it. @returns the names that it found */
export function fillFields(form: HTMLFormElement, values: FieldValues): string[] {
	const found: string[] = [];
	for (const control of controlsOf(form)) {
		const name = nameOf(control);
		const value = values[name];
		if (isCheckbox(control) ? typeof value !== 'boolean' : typeof value !== 'string') continue;
		found.push(name);
		if (typeof value === 'boolean') (control as HTMLInputElement).checked = value;
		else control.value = value ?? '';
		control.dispatchEvent(new Event('input', { bubbles: true }));
		control.dispatchEvent(new Event('change', { bubbles: true }));
	}
	return found;
}
