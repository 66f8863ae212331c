import type { Intake } from '../../app/intake/intake.ts';

/** Takes each paper for one page without text, where a test is not about what is in them. */
export const unlookedIntake: Pick<Intake, 'take' | 'keep'> = {
	take: (file) => {
		const contents = { signed: false, repaired: false, pages: [{ text: '', folded: '' }] };
		return Promise.resolve({ file, original: null, warnings: [], contents });
	},
	keep: () => Promise.resolve(),
};
