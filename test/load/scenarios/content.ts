import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { Stand } from '../run/stand.ts';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The speaker shows a screen beside the camera. */
export async function content(stand: Stand, seconds: number) {
	await stand.beginAnew();
	const index = stand.speakerIndex;
	stand.say('the speaker shows a screen');
	const since = epochNow();
	await stand.role.call('share', { index });
	const shown = async () => (await stand.receptions()).map(({ sources }) => sources.screen?.firstKeyFrameAt ?? null);
	await stand.until('the screen everywhere', 60, async () => (await shown()).every((at) => at !== null));
	const times = (await shown()).flatMap((at) => (at === null ? [] : [at - since]));
	stand.say(`screen and camera for ${seconds} s`);
	const sum = () => stand.role.call('counters', undefined as never);
	const [cpu, before, started] = [stand.cpu(), await sum(), performance.now()];
	await stand.receptions();
	await wait(seconds * 1000);
	const [cpuAfter, after, ended] = [stand.cpu(), await sum(), performance.now()];
	const receptions = await stand.receptions();
	await stand.role.call('endShare', { index });
	const packets = after.packets - before.packets;
	const heights = (source: 'camera' | 'screen') => receptions.map(({ sources }) => sources[source]?.height ?? 0);
	const [smallest] = [Math.min(...heights('screen'))];
	stand.mustHold(smallest > 0, 'a site saw nothing of the screen');
	return {
		content: {
			/** from the speaker's word to the screen's first key frame */
			shown_ms: percentiles(times),
			screen_height: { least: smallest, most: Math.max(...heights('screen')) },
			camera_height: { least: Math.min(...heights('camera')), most: Math.max(...heights('camera')) },
			packets_per_s: Math.round((packets * 1000) / (ended - started)),
			mbit_per_s: Number((((after.bytes - before.bytes) * 8) / (ended - started) / 1000).toFixed(1)),
			lost: after.lost - before.lost,
			voice_longest_gap_ms: Math.round(Math.max(...receptions.map(({ sources }) => sources.microphone?.gapMs ?? 0))),
			worker_us_per_packet: Number((((total(cpuAfter.workers) - total(cpu.workers)) * 1000) / packets).toFixed(2)),
		},
	};
}
