import { medianOf } from '../run/median.ts';
import { enterSlowly, type Entry } from '../run/slow-page.ts';
import type { Stand } from '../run/stand.ts';

/** One page alone says little; the median is the figure. */
const times = 3;

/**
 * A delegate opens the running meeting on a line of 1 Mbit/s, for the first time. Nobody speaks meanwhile, as in the
 * wall's scenario.
 */
export async function entering(stand: Stand) {
	await stand.chair.give('set-stage-places', { places: 0 });
	await stand.chair.give('revoke-floor', { participantId: stand.speaker.siteId });
	const entries: Entry[] = [];
	for (let time = 0; time < times; time += 1) {
		stand.say('a delegate enters on 1 Mbit/s');
		entries.push(await enterSlowly(await stand.addressOf('delegate-province')));
	}
	await stand.chair.give('set-stage-places', { places: 3 });
	await stand.grant(stand.speaker);
	return { enter_slowly: medianOf(entries) };
}
