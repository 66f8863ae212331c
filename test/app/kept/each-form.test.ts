import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '../../../app/src');

/** Forms that keep nothing of what is entered, and why. */
const withoutDraft = {
	'lib/account/PasswordCard.svelte': 'passwords alone',
	'lib/admin/PeopleFilter.svelte': 'what is looked for stands in the address',
	'lib/dossier/HeldPaperDialog.svelte': 'why a file is no state secret: of what may be one this browser keeps nothing',
	'lib/marks/KeyDialog.svelte': 'a recovery code, which is kept nowhere',
	'lib/ops/MoveSite.svelte': 'one choice from a list, said of a meeting as it stands: later it would be another one',
	'lib/session/SignInAgain.svelte': 'a password over the page that waits for it',
	'routes/admin/org/import/+page.svelte':
		'files, which a browser gives to no later page; without them the day says nothing',
};

const isForm = /<(form|AdminForm|DossierForm|FormDialog|DatedDialog)\b/;
/** Something is entered here; what a form sends besides is no field. */
const hasFields = /<([A-Z]\w*(Field|Picker|Area)|Checkbox|textarea|select|input(?![^>]*type="hidden"))\b/;

test('what is entered into a form is kept, in each form that there is', () => {
	const forms = globSync('**/*.svelte', { cwd: source }).filter((file) => {
		const text = readFileSync(path.join(source, file), 'utf8');
		return isForm.test(text) && hasFields.test(text);
	});
	expect(forms.length).toBeGreaterThan(12);
	const forgetful = forms.filter((file) => !/\bdraft/.test(readFileSync(path.join(source, file), 'utf8')));
	expect(forgetful.sort()).toEqual(Object.keys(withoutDraft));
});
