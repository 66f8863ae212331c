import type { Label } from '#db/documents/documents.ts';
import type { AgendaItem } from '#meeting/plan.ts';
import { m } from '#lib/paraglide/messages.js';

export const accessName: Readonly<Record<AgendaItem['access'], () => string>> = {
	open: m.access_open,
	restricted: m.access_restricted,
	closed: m.access_closed,
};

export const labelName: Readonly<Record<Label, () => string>> = {
	public: m.label_public,
	internal: m.label_internal,
	restricted: m.label_restricted,
};
