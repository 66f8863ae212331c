import type { Database } from '#db/client.ts';
import type { Vote } from '#meeting/vote/events.ts';
import { countUrn } from './urn.ts';

/** Whether the urn of a secret vote holds as many ballots as people took part and, once counted, those of the result. */
export function urnFits(db: Database, meetingId: string, { id, secret, voted, result }: Vote): boolean {
	if (!secret) return true;
	const urn = countUrn(db, meetingId, id);
	if (urn.for + urn.against + urn.abstain !== voted.length) return false;
	return !result || (urn.for === result.for && urn.against === result.against && urn.abstain === result.abstain);
}
