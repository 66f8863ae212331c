import type { AccountState } from '#db/auth/account-state.ts';

export type AccountDeed =
	'resetPassword' | 'unlock' | 'disable' | 'enable' | 'makeAdministrator' | 'removeAdministrator';

interface Account {
	readonly state: AccountState;
	/** the one that is signed in here: another administrator acts on it */
	readonly isOwn: boolean;
	/** null: a terminal, which never is one */
	readonly isAdmin: boolean | null;
}

/** What there is to do with an account; the server refuses the rest too. */
export function deedsFor({ state, isOwn, isAdmin }: Account): AccountDeed[] {
	if (state === 'none' || isOwn) return [];
	if (state === 'disabled') return ['enable'];
	const administrator =
		isAdmin === null ? [] : [isAdmin ? ('removeAdministrator' as const) : ('makeAdministrator' as const)];
	return [...(state === 'locked' ? (['unlock'] as const) : []), 'resetPassword', ...administrator, 'disable'];
}
