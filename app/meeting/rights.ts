import { commands, type CommandName } from './commands.ts';
import { isOneOf, isOneOfNow, type Holder, type Showing } from './holder.ts';
import { getParticipant, seers } from './plan.ts';
import type { MeetingState } from './state.ts';

const runs = ['chair', 'secretary', 'operator'] as const;
const prepares = ['chair', 'secretary', 'author'] as const;
const isInside = ['participant', 'voter', 'checker'] as const;

/** Everything that can be asked of the system besides a meeting's commands. */
const otherRights = {
	// in a meeting, beside its commands
	/** the way to sound and picture; who only tries it out is a probe to the media nodes */
	'use-media': isInside,
	'read-clock': isInside,
	/** which part of the presented page is seen, and where one points on it */
	'show-place': ['presenter'],
	/** the same, as somebody else shows it */
	'follow-presenter': ['participant'],
	/** a picture of one's own camera, for the site wall */
	'send-still': ['participant'],
	/** the site wall, and sites live */
	'see-wall': runs,
	/** how everybody's link does */
	'see-links': runs,
	/** the result of a vote before it is published */
	'see-results': ['chair', 'secretary'],
	/** before the doors open to all */
	'come-early': runs,
	// what one may read
	/** items and papers that are kept from guests */
	'see-restricted': seers.restricted,
	'see-closed': seers.closed,
	// the dossier
	'see-meeting': ['participant', 'author', 'keep-papers'],
	/** its draft, too */
	'prepare-meeting': prepares,
	/** takes papers in, and reads all of them */
	'handle-papers': [...prepares, 'keep-papers'],
	/** the live page and the device check */
	'enter-meeting': ['participant'],
	/** by the access of its item, or all of a meeting whose papers one handles */
	'read-paper': ['account'],
	/** for oneself: a room's device is nobody's own */
	'mark-paper': ['person'],
	/** to the secretary, before the meeting: a room's device is nobody's own */
	'send-remark': ['chair', 'secretary', 'delegate', 'guest'],
	/** what all have sent, and what became of it */
	'gather-remarks': prepares,
	/** once it has ended; who prepares it at any time */
	'read-minutes': ['participant', 'author'],
	/** the meeting's operations pages */
	'see-operations': ['chair', 'operator', 'administer', 'operate'],
	/** with which media node a site is */
	'move-sites': ['operator', 'administer', 'operate'],
	// beyond one meeting
	'convene-meeting': ['convene', 'administer'],
	'find-people': ['convene', 'administer', ...prepares],
	/** the people of units and the rooms' terminals, with their accounts */
	'keep-accounts': ['administer', 'keep-accounts'],
	/** units, sites, bodies, media nodes, grants, and whose grants reach further */
	administer: ['administer'],
	'see-own-meetings': ['account'],
	'use-own-account': ['person'],
	'use-room-screen': ['terminal'],
	'sign-out': ['account'],
	'sign-in': ['everybody'],
	/** the first administrator's link, which is a secret */
	'set-up': ['everybody'],
} as const satisfies Record<string, readonly Holder[]>;

/** Every command is a right of its own name. */
export type Right = CommandName | keyof typeof otherRights;

const commandRights = Object.fromEntries(Object.entries(commands).map(([name, { by }]) => [name, by])) as Readonly<
	Record<CommandName, readonly Holder[]>
>;

/** Who may do what: the one table, for the core that decides, the gateway, the media and the pages that offer. */
export const rights: Readonly<Record<Right, readonly Holder[]>> = { ...commandRights, ...otherRights };

/** In a meeting, at this moment. */
export const may = (state: MeetingState, participantId: string, right: Right): boolean =>
	isOneOfNow(state, participantId, getParticipant(state, participantId), rights[right]);

/** Where there is no running meeting to look at: by what somebody shows. */
export const allows = (right: Right, showing: Showing): boolean => isOneOf(showing, rights[right]);
