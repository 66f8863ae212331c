import { boxOf } from './ink-path.ts';
import type { SharedMark } from './shared-marks.svelte.ts';

/** Colours that marks of others are told apart by, beside their letters. Each on white and, at night, on black (MarkShapes.svelte). */
const colours = ['author-1', 'author-2', 'author-3', 'author-4', 'author-5', 'author-6'] as const;

/** The same for the same person on every device. */
export function colourOf(participantId: string): (typeof colours)[number] {
	let sum = 0;
	for (const letter of participantId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
	return colours[sum % colours.length] ?? colours[0];
}

/** Marks of one author that belong together: what is written with many strokes has one name. */
export interface Signed {
	readonly authorId: string;
	readonly authorName: string;
	readonly marks: readonly SharedMark[];
	/** where the name stands, in points of the page */
	readonly x: number;
	readonly y: number;
}

/** How far apart strokes of one writing are, in points. */
const near = 28;

interface Group extends Pick<Signed, 'authorId' | 'authorName'> {
	readonly marks: SharedMark[];
	box: readonly [x: number, y: number, width: number, height: number];
}

/** Of one page, in the order in which they were shared. */
export function signedOf(marks: readonly SharedMark[]): readonly Signed[] {
	const groups: Group[] = [];
	for (const mark of marks) {
		const [x, y, width, height] = boxOf(mark.content);
		const group = groups.findLast(({ authorId, box: [left, top, across, down], marks: [first] }) => {
			const isNear =
				x < left + across + near && left < x + width + near && y < top + down + near && top < y + height + near;
			return authorId === mark.authorId && first?.content.kind === 'ink' && mark.content.kind === 'ink' && isNear;
		});
		if (!group) {
			const { authorId, authorName } = mark;
			groups.push({ authorId, authorName, marks: [mark], box: [x, y, width, height] });
			continue;
		}
		const [left, top, across, down] = group.box;
		const [minX, minY] = [Math.min(left, x), Math.min(top, y)];
		group.box = [minX, minY, Math.max(left + across, x + width) - minX, Math.max(top + down, y + height) - minY];
		group.marks.push(mark);
	}
	return groups.map(({ box: [x, y], ...group }) => ({ ...group, x, y }));
}
