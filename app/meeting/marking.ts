import type { TellingOf } from './reader.ts';
import { cameAt, isOpen, leftAt, takenBack, ticked, type How, type Stretches } from './stretches.ts';

/**
 * `here`: is there; `came` and `left`: at a time that is known; `absent`: was said to be there by mistake, or is known not
 * to come.
 */
export const marks = ['here', 'came', 'left', 'absent'] as const;

export interface MarkingEvent {
	readonly type: 'presence-marked';
	readonly participantId: string;
	readonly as: (typeof marks)[number];
	/** ms since the epoch: there, or gone, since then */
	readonly since: number;
	readonly how: Extract<How, 'list' | 'roll-call'>;
}

export const markingTelling: TellingOf<MarkingEvent> = { 'presence-marked': 'everybody' };

/** What such a mark makes of somebody's stretches. */
export function marked(stretches: Stretches, { as, since, how }: MarkingEvent, now: number): Stretches {
	switch (as) {
		case 'here':
			return ticked(stretches, since, how);
		case 'came':
			return cameAt(stretches, since, how);
		case 'left':
			return leftAt(stretches, since);
		case 'absent':
			return takenBack(stretches, now);
	}
}

/** The last that was said of somebody: it stands until a device of theirs comes anew. */
export type Word = 'here' | 'away';

export const wordOf = ({ as }: MarkingEvent, after: Stretches): Word =>
	as === 'here' || as === 'came' || after.some(isOpen) ? 'here' : 'away';
