import type { Presence } from '#meeting/attendance.ts';
import { noPresences, withPresence, type Presences } from '#meeting/presences.ts';

/** By participant, as much of their presence as a test needs. */
export const presencesOf = (known: Readonly<Record<string, object>>): Presences =>
	Object.entries(known).reduce((came, [id, presence]) => withPresence(came, id, presence as Presence), noPresences);
