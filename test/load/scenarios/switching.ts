import { setTimeout as wait } from 'node:timers/promises';
import { nearestRank, percentiles, type Percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { SentCounters } from '../endpoint/sending/sent-track.ts';
import type { Stand, StandSite } from '../run/stand.ts';
import { readUdpDrops } from '../udp-drops.ts';

interface SwitchFigures {
	/** from the chair's grant until a site that was told of it gets a picture of the new speaker, over all sites, ms */
	readonly switch_ms: { readonly reached: Percentiles; readonly prewarmed: Percentiles; readonly cold: Percentiles };
	/** of this, until the site was told, ms */
	readonly switch_told_ms: SwitchFigures['switch_ms'];
	/** until the first packet of their voice, ms; sites on which they were heard before count for nothing */
	readonly switch_voice_ms: SwitchFigures['switch_ms'];
	/** until the first key frame of the whole picture, ms: mediasoup takes a layer only once it has come for two seconds */
	readonly switch_whole_ms: SwitchFigures['switch_ms'];
	/** sites that saw no picture of a new speaker within the time */
	readonly switch_missing: number;
	/** how often sites asked for a key frame by themselves, or said anew what they show, as nothing came */
	readonly switch_asked: { readonly for_key_frames: number; readonly again: number };
}

/** One switch: when each site was told of, saw and heard the new speaker, and had a key frame of their whole picture; ms after the grant. */
interface Switched {
	readonly told: readonly number[];
	readonly first: readonly number[];
	readonly voice: readonly number[];
	readonly whole: readonly number[];
}

/** After so long the page says anew what it shows; a site that has seen nothing new by the end has been left out. ms */
const patience = 3_000;
const longest = 6_000;

/**
 * Speakers whom the chair reached for, so that all their layers were sent; then as many who waited and were called without
 * it, of whom only the smallest was; then who were called out of the blue. None is shown beside the main picture before.
 */
export async function switching(stand: Stand, switches = 10): Promise<SwitchFigures> {
	const each = Math.min(switches, Math.floor((stand.sites.length - 1) / 3));
	const fresh = stand.sites.filter((site) => site !== stand.speaker);
	const figures = { reached: [] as Switched[], prewarmed: [] as Switched[], cold: [] as Switched[] };
	const counters = () => stand.role.call('counters', undefined as never);
	const { heights } = await counters();
	const height = Math.max(...heights);
	let [missing, again, asked] = [0, 0, 0];
	const change = async (site: StandSite, into: Switched[]) => {
		const before = (await counters()).keyFrameRequests;
		const sent = () => stand.role.call('cameraSent', { deviceId: site.deviceId });
		const [sentBefore, dropsBefore] = [await sent(), readUdpDrops(stand.mediaPorts())];
		const cpu = stand.cpu();
		const since = epochNow();
		await stand.grant(site);
		const { deviceId } = site;
		const times = () => stand.role.call('keyFrames', { deviceId, since, height });
		const whole = async () => (await times()).every((time) => time !== null);
		const isWhole = (ms: number) => stand.until('the whole picture everywhere', ms / 1000, whole).catch(() => {});
		await isWhole(patience);
		again += await stand.role.call('watchAgain', { deviceId, since });
		await isWhole(longest - patience);
		asked += (await counters()).keyFrameRequests - before;
		const [first, large] = [await stand.role.call('seen', { deviceId, since }), await times()];
		const after = (each: readonly (number | null)[]) => each.flatMap((time) => (time === null ? [] : [time - since]));
		const voice = after(await stand.role.call('heard', { deviceId })).filter((ms) => ms >= 0);
		const told = after(await stand.role.call('granted', { deviceId })).filter((ms) => ms >= 0);
		const switched = { told, first: after(first), voice, whole: after(large) };
		into.push(switched);
		const worked = stand.cpuSince(cpu) / (epochNow() - since);
		stand.say(`${describe(switched)}; ${worked.toFixed(1)} processors at work for it and for what flows`);
		const lacking = first.filter((time) => time === null).length;
		missing += lacking;
		if (lacking === 0) return;
		// Where it was lost: the camera was not asked, did not answer, or what it sent did not come.
		const [sentAfter, drops] = [await sent(), readUdpDrops(stand.mediaPorts())];
		const counted = (of: keyof SentCounters) => (sentAfter?.[of] ?? 0) - (sentBefore?.[of] ?? 0);
		stand.say(
			`${lacking} sites saw nothing of ${site.deviceId}: ${counted('packets')} packets and ${counted('keyFrames')} key frames ` +
				`left its camera, which was asked ${counted('keyFrameRequests')} times; ` +
				`dropped for want of room by the server ${drops.server - dropsBefore.server}, by the sites ${drops.endpoints - dropsBefore.endpoints}`,
		);
	};
	await stand.chair.give('set-stage-places', { places: 0 });
	for (const [index, site] of fresh.slice(0, 2 * each).entries()) {
		const isReached = index < each;
		stand.say(`switching to a speaker who waits${isReached ? ' and is reached for' : ''}`);
		await stand.role.call('give', { index: stand.sites.indexOf(site), name: 'request-floor' });
		await stand.until('the next speaker to be kept ready everywhere', 30, async () => {
			return (await stand.role.call('holding', { deviceId: site.deviceId })) >= stand.sites.length - 1;
		});
		if (isReached) await stand.chair.reach(site.siteId);
		// As long as somebody waits at the least, so that nothing of the preparing is still under way.
		await wait(3_000);
		await change(site, isReached ? figures.reached : figures.prewarmed);
	}
	for (const site of fresh.slice(2 * each, 3 * each)) {
		stand.say('switching to a speaker whom nobody expected');
		await wait(2_000);
		await change(site, figures.cold);
	}
	await stand.chair.give('set-stage-places', { places: 3 });
	stand.mustHold(missing === 0, `${missing} times a site saw nothing of a new speaker`);
	const summary = (of: keyof Switched) => ({
		reached: percentiles(figures.reached.flatMap((each) => each[of])),
		prewarmed: percentiles(figures.prewarmed.flatMap((each) => each[of])),
		cold: percentiles(figures.cold.flatMap((each) => each[of])),
	});
	return {
		switch_ms: summary('first'),
		switch_told_ms: summary('told'),
		switch_voice_ms: summary('voice'),
		switch_whole_ms: summary('whole'),
		switch_missing: missing,
		switch_asked: { for_key_frames: asked, again },
	};
}

/** Until half of the sites, and all of them, were told of, saw and heard a new speaker. */
function describe(switched: Switched): string {
	const at = (of: keyof Switched) => {
		const times = switched[of];
		return times.length === 0
			? `${of} never`
			: `${of} ${[nearestRank(times), nearestRank(times, 1)].map(Math.round).join(', ')}`;
	};
	return `half, all: ${at('told')}; ${at('first')}; ${at('voice')}; ${at('whole')} ms`;
}
