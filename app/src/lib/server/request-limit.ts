import type { Session } from '#db/auth/sessions.ts';
import { Buckets } from '#live/gateway/buckets.ts';
import { services } from '#live/services.ts';

/** Of one account, from all its devices: a thick paper is read in a hundred ranges, an operations page asks every two seconds. */
const [burst, perSecond] = [200, 20];

/** One line for so many ms: a flood must not become a flood of the log. */
const warnedEvery = 60_000;

const buckets = new Buckets(burst, perSecond);
const warned = new Map<string, number>();

/** The answer for an account that asks for more than any page of ours does; before anything is read for it but its session. */
export function refuseFlood({ accountId }: Session): Response | undefined {
	if (buckets.take(accountId)) return undefined;
	const now = performance.now();
	if (now - (warned.get(accountId) ?? Number.NEGATIVE_INFINITY) > warnedEvery) {
		warned.set(accountId, now);
		services().log.warn({ accountId }, 'an account asks too often: refused');
	}
	return Response.json({ code: 'too-many-requests' }, { status: 429, headers: { 'retry-after': '1' } });
}
