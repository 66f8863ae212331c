/** What the server's clock says: asked now and then by every device, which the time of a speech is counted by. */
import { nothingSchema } from '#meeting/input.ts';

export const clockRequests = { 'clock/read': { input: nothingSchema, right: 'read-clock' } } as const;

export interface ClockReading {
	/** ms since the epoch */
	readonly now: number;
}
