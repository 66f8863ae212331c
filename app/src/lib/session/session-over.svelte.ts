import { createContext } from 'svelte';

/**
 * A session that ended while its person was at something: they sign in again over the page, and what they were at goes on
 * from where it stood, with every word, a chosen file and an open dialog.
 */
export class SessionOver {
	/** the sign-in is shown */
	asks = $state(false);
	#waiting: ((again: boolean) => void)[] = [];

	/** Resolves with whether the same person is signed in again; false where they gave it up. */
	signInAgain = (): Promise<boolean> => {
		this.asks = true;
		return new Promise((resolve) => this.#waiting.push(resolve));
	};

	answer(again: boolean): void {
		this.asks = false;
		for (const resolve of this.#waiting.splice(0)) resolve(again);
	}
}

/** Whether an action's answer leads to the sign-in: nobody is signed in any more. */
export const leadsToSignIn = (result: { readonly type: string; readonly location?: string | undefined }): boolean =>
	result.type === 'redirect' && result.location?.startsWith('/sign-in') === true;

export const [useSessionOver, setSessionOver] = createContext<SessionOver>();
