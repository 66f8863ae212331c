/**
 * The event that carries a request: what comes many times a second has limits of its own, so that it takes nothing from what is
 * asked besides.
 */
export type Lane = 'request' | 'presence';

export const laneOf = (name: string): Lane => (name.startsWith('shown/') ? 'presence' : 'request');
