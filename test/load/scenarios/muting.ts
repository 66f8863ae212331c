import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import type { Stand } from '../run/stand.ts';

/** What the node gathers before it tells a site (half a second) has been told by then. ms */
const told = 1_500;
/** What one site is told at most of who is muted while all mute and unmute: at once, and each half second it lasts. ms */
const mostNews = (slowest: number) => 2 * (2 + Math.floor(slowest / 500));

/**
 * All mute at once, and all unmute: how long each waits for the server's word, and what each site is told of it. Where
 * the meeting is small enough for the voice to direct it, once more with every microphone at every site.
 */
export async function muting(stand: Stand) {
	stand.say('all mute and unmute');
	const mute = await muteAll(stand);
	if (!stand.fitsVoice) return { mute };
	await stand.followVoice();
	stand.say('all mute and unmute where the voice directs');
	const among = await muteAll(stand);
	await stand.followFloor();
	return { mute, mute_where_voice_directs: among };
}

async function muteAll(stand: Stand) {
	await stand.role.call('forget', undefined as never);
	stand.product.resetLoop();
	const times: number[] = [];
	for (const muted of [true, false]) {
		times.push(...(await stand.role.call('mute', { muted })));
		await wait(told);
	}
	const loop = await stand.product.readLoop();
	const most = await stand.role.call('mostMessages', undefined as never);
	const news = most['media/consumers-muted'] ?? 0;
	const slowest = Math.max(...times);
	stand.mustHold(
		news <= mostNews(slowest),
		`a site was told ${news} times who is muted while all muted and unmuted, ${Math.round(slowest)} ms each`,
	);
	return {
		ack_ms: percentiles(times),
		/** of each kind the most that one site got, whatever it was about */
		messages_to_a_site: most,
		event_loop_p99_ms: Number(loop.p99.toFixed(1)),
		event_loop_max_ms: Number(loop.max.toFixed(1)),
	};
}
