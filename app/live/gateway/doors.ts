import type { Invitation } from '#db/meetings/invitation.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { allows } from '#meeting/rights.ts';

/** Delegates and sites may come in this long before the planned start, in ms; who runs the meeting, at any time. */
const doorsOpenBefore = 4 * 3_600_000;

/**
 * Why somebody may not come in at this moment; undefined: they may. The same whether the meeting's hall is open already or
 * not: who came in early opened it for themselves alone.
 */
export function whyKeptOut({ status, startsAt, roles }: Invitation, now: number): RefusalCode | undefined {
	if (!roles) return 'not-invited';
	switch (status) {
		case 'draft':
			return allows('prepare-meeting', { roles }) ? undefined : 'meeting-not-open';
		case 'approved':
			return allows('come-early', { roles }) ? undefined : 'meeting-not-open';
		case 'invited':
		case 'rehearsal': {
			const isTime = now >= startsAt - doorsOpenBefore;
			return isTime || allows('come-early', { roles }) ? undefined : 'meeting-not-open';
		}
		case 'live':
		case 'ended':
		case 'minutes-approved':
		case 'archived':
			return undefined;
	}
}
