import { m } from '#lib/paraglide/messages.js';
import { labelName } from './access-name.ts';
import type { Dossier } from './dossier.ts';

/** What a paper may bear; to be called where it is shown, in the language of then. */
export const labelChoices = () =>
	(['public', 'internal', 'restricted'] as const).map((value) => ({ value, label: labelName[value]() }));

/** Where a paper may stand. */
export const itemChoices = ({ agenda }: Pick<Dossier, 'agenda'>) => [
	{ value: '', label: m.papers_general() },
	...agenda.map(({ id, number, title }) => ({ value: id, label: `${number}. ${title}` })),
];
