/** What the server's clock says: asked now and then by every device, which the time of a speech is counted by. */
import { nothingSchema } from '#meeting/input.ts';

/** Every device may ask, one that only checks its network, too. */
export const clockRequests = { 'clock/read': { input: nothingSchema } } as const;

export type ClockRequestName = keyof typeof clockRequests;

export interface ClockReading {
	/** ms since the epoch */
	readonly now: number;
}

export const isClockRequestName = (name: string): name is ClockRequestName => Object.hasOwn(clockRequests, name);
