import type { Services } from '#live/services.ts';

/** Takes each paper for one page without text, where a test is not about what is in them. */
export const unlookedIntake: Services['intake'] = {
	open: () => Promise.resolve({ signed: false, repaired: false, pages: [{ text: '', folded: '' }] }),
	keep: () => Promise.resolve(),
};
