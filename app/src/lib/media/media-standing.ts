import type { Joining } from './joining.svelte.ts';

/**
 * What becomes of picture and sound, by what the transports really do. `unused`: joined, and nothing is to be carried yet;
 * `joined`: what is to be carried is.
 */
export function standingOf({
	state,
	paths: { send, receive },
	unreachable,
	problem,
}: Pick<Joining, 'state' | 'paths' | 'unreachable' | 'problem'>): Joining['state'] | 'unreachable' | 'unused' {
	if (unreachable || problem) return 'unreachable';
	if (state !== 'joined') return state;
	if (send === 'connecting' || receive === 'connecting') return 'joining';
	return send === 'unused' && receive === 'unused' ? 'unused' : 'joined';
}
