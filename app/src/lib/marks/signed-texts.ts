import { m } from '#lib/paraglide/messages.js';
import type { Signed } from './authors.ts';

/** What marks say in words: notes and stamps; drawings say nothing. */
export const textsOf = ({ marks }: Signed): readonly string[] =>
	marks.flatMap(({ content }) => {
		if (content.kind === 'note') return [content.text];
		if (content.kind !== 'stamp') return [];
		return [content.stamp === 'agree' ? m.marks_stamp_agree() : m.marks_stamp_amend()];
	});
