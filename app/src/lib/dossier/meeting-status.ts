import type { MeetingStatus } from '#db/meetings/meetings.ts';
import type { Role } from '#meeting/plan.ts';
import { m } from '#lib/paraglide/messages.js';

interface Shown {
	readonly text: () => string;
	readonly tone: 'neutral' | 'info' | 'success' | 'warning' | 'accent';
}

/** How a meeting's status is shown wherever it appears. */
export const statusShown: Readonly<Record<MeetingStatus, Shown>> = {
	draft: { text: m.status_draft, tone: 'warning' },
	approved: { text: m.status_approved, tone: 'info' },
	invited: { text: m.status_invited, tone: 'info' },
	rehearsal: { text: m.status_rehearsal, tone: 'success' },
	live: { text: m.status_live, tone: 'accent' },
	ended: { text: m.status_ended, tone: 'neutral' },
	'minutes-approved': { text: m.status_minutes_approved, tone: 'neutral' },
	archived: { text: m.status_archived, tone: 'neutral' },
};

export const isOver = (status: MeetingStatus): boolean => ['ended', 'minutes-approved', 'archived'].includes(status);

/** A draft is not yet a meeting that somebody can enter. */
export const canBeEntered = (status: MeetingStatus): boolean => status !== 'draft' && !isOver(status);

export const roleName: Readonly<Record<Role, () => string>> = {
	chair: m.role_chair,
	secretary: m.role_secretary,
	operator: m.role_operator,
	delegate: m.role_delegate,
	guest: m.role_guest,
};
