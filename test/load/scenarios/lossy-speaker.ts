import { setTimeout as wait } from 'node:timers/promises';
import type { Reception } from '../run/reception.ts';
import type { Stand } from '../run/stand.ts';

/** % of what the speaker sends */
const losses = [1, 5, 20];

/**
 * The speaker's uplink loses packets. Nobody else's link is to be taken for a bad one, and what is lost is to be asked for
 * again; what is left is what everybody misses.
 */
export async function lossySpeaker(stand: Stand, seconds: number) {
	const figures: Record<string, object> = {};
	await stand.beginAnew();
	for (const percent of losses) {
		stand.say(`the speaker's uplink loses ${percent} % for ${seconds} s`);
		await stand.role.call('forget', undefined as never);
		await stand.role.call('lose', { deviceId: stand.speaker.deviceId, share: percent / 100 });
		const before = await stand.receptions();
		await wait(seconds * 1000);
		const after = await stand.receptions();
		await stand.role.call('lose', { deviceId: stand.speaker.deviceId, share: 0 });
		const degraded = after.filter(({ carrying }) => carrying !== 'all').length;
		// On a busy machine some may lose packets of their own; blamed for the speaker's, nearly all would be.
		stand.mustHold(
			degraded <= after.length / 2,
			`${degraded} of ${after.length} sites were sent less because their speaker's uplink lost ${percent} %`,
		);
		await stand.beginAnew();
		figures[`${percent}_percent`] = {
			degraded,
			graded_weak: after.filter(({ grade }) => grade === 'weak').length,
			graded_fair: after.filter(({ grade }) => grade === 'fair').length,
			/** after repair, over all sites, % */
			picture_lost_percent: lost('camera', before, after),
			voice_lost_percent: lost('microphone', before, after),
			voice_longest_gap_ms: Math.round(Math.max(...after.map(({ sources }) => sources.microphone?.gapMs ?? Infinity))),
		};
	}
	return { lossy_speaker: figures };
}

function lost(source: 'camera' | 'microphone', before: readonly Reception[], after: readonly Reception[]): number {
	const total = (receptions: readonly Reception[], of: 'packets' | 'lost') =>
		receptions.reduce((sum, { sources }) => sum + (sources[source]?.[of] ?? 0), 0);
	const [come, gone] = (['packets', 'lost'] as const).map((of) => total(after, of) - total(before, of));
	return Number(((100 * (gone ?? 0)) / Math.max(1, (come ?? 0) + (gone ?? 0))).toFixed(3));
}
