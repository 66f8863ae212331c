import type { By } from './command.ts';
import { commands, type CommandName } from './commands.ts';
import { getParticipant, type Role } from './plan.ts';
import type { MeetingState } from './state.ts';

/** What is allowed by role alone besides the commands: above all, what one may see. */
const roleRights = {
	/** the site wall, and sites live */
	'see-wall': ['chair', 'secretary', 'operator'],
	/** how everybody's link does */
	'see-links': ['chair', 'secretary', 'operator'],
	/** the meeting's operations pages */
	'see-operations': ['chair', 'operator'],
	/** the result of a vote before it is published */
	'see-results': ['chair', 'secretary'],
	/** before the doors open to all */
	'come-early': ['chair', 'secretary', 'operator'],
	/** the dossier */
	'prepare-meeting': ['chair', 'secretary'],
} as const satisfies Record<string, readonly Role[]>;

type RoleRight = keyof typeof roleRights;

/** Every command is a right of its own name, held by whom it declares in `by`. */
export type Right = CommandName | RoleRight;

/** Who may do what: the one answer, for the server that decides and for the pages that offer. */
export function may(state: MeetingState, participantId: string, right: Right): boolean {
	const me = getParticipant(state, participantId);
	if (!me) return false;
	if (isRoleRight(right)) return mayByRole(me.roles, right);
	const by: By = commands[right].by;
	return typeof by === 'function' ? by(state, me) : by === 'anyone' || hasOneOf(me.roles, by);
}

/** Where there is no running meeting to look at: a dossier, a past meeting, a plan. */
export const mayByRole = (roles: readonly Role[], right: RoleRight): boolean => hasOneOf(roles, roleRights[right]);

const hasOneOf = (roles: readonly Role[], wanted: readonly Role[]) => roles.some((role) => wanted.includes(role));

const isRoleRight = (right: Right): right is RoleRight => Object.hasOwn(roleRights, right);
