import { waitsOutside } from './closed-session.ts';
import type { Participant, Role } from './plan.ts';
import type { MeetingState } from './state.ts';
import { isVoting } from './vote/is-voting.ts';

/** What somebody was given by hand, for a unit or for all, from one day to another. */
export const grantKinds = ['administer', 'keep-accounts', 'convene', 'keep-papers', 'operate'] as const;
export type GrantKind = (typeof grantKinds)[number];

/** By the account alone. Everybody: who is not signed in, too. */
export const standings = ['everybody', 'account', 'person', 'terminal'] as const;

/** By the dossier: who takes part in it at all, and the person who drew it up. */
export const parts = ['participant', 'author'] as const;

/** By the state of a meeting that runs. */
const moments = {
	/** who has the floor */
	speaker: (state, { id }) => state.floor.holder?.participantId === id && !waitsOutside(state, id),
	/** who presents the item that runs */
	rapporteur: (state, { id }) => {
		const running = state.plan?.agenda.find((item) => item.id === state.agenda.runningId);
		return running?.presenterId === id && !waitsOutside(state, id);
	},
	/** who shows a paper; while nobody does, whoever asks hears that */
	presenter: ({ presenting }, { id }) => presenting === null || presenting.participantId === id,
	/** who shows a screen; while nobody does, whoever asks hears that */
	sharer: ({ stage: { content } }, { id }) => content === null || content.participantId === id,
	/** whom the list of an open vote has, still invited or not */
	voter: (state, { id }) => isVoting(state, id),
} as const satisfies Record<string, (state: MeetingState, me: { readonly id: string }) => boolean>;

export type Moment = keyof typeof moments;
export const momentNames = Object.keys(moments) as readonly Moment[];

/** `checker`: a device that only tries the way to the media, of somebody whom the doors let in. */
export type Holder =
	(typeof standings)[number] | (typeof parts)[number] | Role | GrantKind | Moment | 'member' | 'room' | 'checker';

/** What somebody has to show for themselves. */
export interface Showing {
	/** undefined: nobody is signed in */
	readonly account?: 'person' | 'terminal' | undefined;
	/** in force today, for what is asked about */
	readonly grants?: readonly GrantKind[] | undefined;
	/** undefined: takes no part */
	readonly roles?: readonly Role[] | undefined;
	readonly isAuthor?: boolean | undefined;
}

/** Whether what somebody shows is one of these. What a moment makes of them, a meeting's state says: `isOneOfNow`. */
export function isOneOf(
	{ account, grants = [], roles, isAuthor = false }: Showing,
	holders: readonly Holder[],
): boolean {
	const shown: readonly Holder[] = [
		'everybody',
		...(account === undefined ? [] : (['account', account] as const)),
		...grants,
		...(roles === undefined ? [] : (['participant', ...roles] as const)),
		...(isAuthor ? (['author'] as const) : []),
	];
	return shown.some((each) => holders.includes(each));
}

/** The same for who is in a meeting at this moment; undefined: whom the plan has not (any more). */
export function isOneOfNow(
	state: MeetingState,
	participantId: string,
	me: Participant | undefined,
	holders: readonly Holder[],
): boolean {
	if (isOneOf({ roles: me?.roles }, holders)) return true;
	const is = (moment: Moment) => holders.includes(moment) && moments[moment](state, { id: participantId });
	return me === undefined ? is('voter') : momentNames.some(is);
}
