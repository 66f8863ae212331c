import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { Stand } from '../run/stand.ts';

/** So loud is a room in which nobody speaks, and somebody who does; −dBov. */
const [room, speech] = [90, 25];
/** of those whose voice moves the stage, one after the other */
const speakers = 5;
/** So long nobody speaks before the next does. ms */
const pause = 1_000;

/** All microphones are on in a meeting that the voice directs, and one after the other speaks: each is to be seen large. */
export async function voices(stand: Stand) {
	await stand.beginAnew();
	await stand.role.call('speak', { loudness: room });
	await stand.followVoice();
	stand.product.resetLoop();
	const times: number[] = [];
	for (const site of stand.sites.filter((each) => each !== stand.speaker).slice(0, speakers)) {
		stand.say('somebody begins to speak');
		const indices = [stand.sites.indexOf(site)];
		const since = epochNow();
		await stand.role.call('speak', { indices, loudness: speech });
		const follows = async () => {
			const first = await stand.role.call('speakers', undefined as never);
			return first.every((id) => id === site.siteId);
		};
		await stand.until('the stage to follow the voice', 30, follows);
		const { deviceId } = site;
		const keyFrames = () => stand.role.call('keyFrames', { deviceId, since });
		await stand.until('whoever speaks to be seen', 30, async () => (await keyFrames()).every((at) => at !== null));
		times.push(...(await keyFrames()).flatMap((at) => (at === null ? [] : [at - since])));
		await stand.role.call('speak', { indices, loudness: room });
		await wait(pause);
	}
	const loop = await stand.product.readLoop();
	await stand.role.call('speak', { loudness: speech });
	await stand.followFloor();
	return {
		voices: {
			microphones: stand.sites.length,
			/** from the first loud packet of a voice to its speaker's key frame, over all sites */
			seen_ms: percentiles(times),
			event_loop_p99_ms: Number(loop.p99.toFixed(1)),
		},
	};
}
