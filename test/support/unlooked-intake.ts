import type { Intake } from '../../app/intake/intake.ts';

/** Takes each paper for one page without text, where a test is not about what is in them. */
export const unlookedIntake: Pick<Intake, 'open' | 'keep'> = {
	open: () => Promise.resolve({ signed: false, repaired: false, pages: [{ text: '', folded: '' }] }),
	keep: () => Promise.resolve(),
};
