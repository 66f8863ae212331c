import { page } from '$app/state';
import { FormDraft, type Beyond } from './form-draft.svelte.ts';

/**
 * The draft of a form of this page, of whoever is signed in. Nobody's draft (the sign-in itself) stays with the tab.
 * @param name of the form, with the id of what it changes
 */
export function useDraft<T extends object = object>(name: string, beyond?: Beyond<T>): FormDraft<T> {
	const personId = page.data.account?.participantId;
	const owner = personId === undefined ? ({ personId: 'khach', keeper: 'tab' } as const) : keptBy(personId);
	return new FormDraft(owner, name, beyond);
}

const keptBy = (personId: string) => ({ personId, keeper: 'browser' }) as const;
