import { setTimeout as wait } from 'node:timers/promises';
import { percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { Stand, StandSite } from '../run/stand.ts';

interface SwitchFigures {
	/** from the chair's grant to the first key-frame packet of the new speaker, over all sites, ms */
	readonly switch_ms: { readonly reached: Percentiles; readonly prewarmed: Percentiles; readonly cold: Percentiles };
	/** sites that had no key frame of a new speaker within the time */
	readonly switch_missing: number;
}

/** A site that has seen nothing new by then has been left out. ms */
const longest = 6_000;

/** A hand comes to a button, and presses it so long after. ms */
const reaching = 500;

/**
 * Speakers who waited in the queue and were kept ready, all layers of whom were sent because the chair's hand came to
 * them; then as many who were granted by a key, of whom only the smallest was; then who were called out of the blue.
 */
export async function switching(stand: Stand, switches = 10): Promise<SwitchFigures> {
	const each = Math.min(switches, Math.floor((stand.sites.length - 1) / 3));
	const fresh = stand.sites.filter((site) => site !== stand.speaker);
	const figures = { reached: [] as number[], prewarmed: [] as number[], cold: [] as number[] };
	let missing = 0;
	const change = async (site: StandSite, into: number[]) => {
		const since = epochNow();
		await stand.grant(site);
		const { deviceId } = site;
		await stand
			.until('a key frame everywhere', longest / 1000, async () => {
				return (await stand.role.call('keyFrames', { deviceId, since })).every((time) => time !== null);
			})
			.catch(() => {});
		const times = await stand.role.call('keyFrames', { deviceId, since });
		into.push(...times.filter((time) => time !== null).map((time) => time - since));
		missing += times.filter((time) => time === null).length;
	};
	for (const [index, site] of fresh.slice(0, 2 * each).entries()) {
		const isReached = index < each;
		stand.say(`switching to a speaker who waits${isReached ? ' and is reached for' : ''}`);
		await stand.role.call('give', { index: stand.sites.indexOf(site), name: 'request-floor' });
		await stand.until('the next speaker to be kept ready everywhere', 30, async () => {
			return (await stand.role.call('holding', { deviceId: site.deviceId })) >= stand.sites.length - 1;
		});
		// As long as somebody waits at the least, so that nothing of the preparing is still under way.
		await wait(2_000);
		if (isReached) {
			await stand.chair.reach(site.siteId);
			await wait(reaching);
		}
		await change(site, isReached ? figures.reached : figures.prewarmed);
	}
	for (const site of fresh.slice(2 * each, 3 * each)) {
		stand.say('switching to a speaker whom nobody expected');
		await wait(2_000);
		await change(site, figures.cold);
	}
	stand.mustHold(missing === 0, `${missing} times a site saw nothing of a new speaker`);
	return {
		switch_ms: {
			reached: percentiles(figures.reached),
			prewarmed: percentiles(figures.prewarmed),
			cold: percentiles(figures.cold),
		},
		switch_missing: missing,
	};
}
