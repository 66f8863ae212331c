import { leadsToSignIn } from '#lib/session/session-over.svelte.ts';

/** Whether a form did what it was sent for, as its action answers; an expired session is led to the sign-in instead. */
export const wentThrough = (result: { readonly type: string; readonly location?: string | undefined }): boolean =>
	result.type === 'success' || (result.type === 'redirect' && !leadsToSignIn(result));
