import { setTimeout as wait } from 'node:timers/promises';
import type { Reception } from '../../load/run/reception.ts';
import type { CascadeStand } from '../stand.ts';

const share = 0.05;

/** Every district's line loses one packet in twenty, each way: what is missing behind it, after all repairs. */
export async function loss(stand: CascadeStand, seconds: number) {
	await stand.untilSettled(60);
	const { districts } = stand;
	stand.say(`lines lose ${share * 100} % for ${seconds} s`);
	const before = await receptions(stand);
	for (const { network } of districts) network.line.lose(share);
	try {
		await wait(seconds * 1000);
	} finally {
		for (const { network } of districts) network.line.lose(0);
	}
	// What was asked for again may still come.
	await wait(1_000);
	const after = await receptions(stand);
	const figures = (source: 'camera' | 'microphone') => {
		const of = (all: readonly Reception[], which: 'packets' | 'lost' | 'recovered') =>
			all.reduce((sum, { sources }) => sum + (sources[source]?.[which] ?? 0), 0);
		const [packets, lost, recovered] = (['packets', 'lost', 'recovered'] as const).map(
			(which) => of(after, which) - of(before, which),
		);
		const gap = Math.max(...after.map(({ sources }) => sources[source]?.gapMs ?? Infinity));
		const stands = Math.max(...after.map(({ sources }) => sources[source]?.standMs ?? Infinity));
		return {
			packets,
			missing: lost,
			missing_percent: Number(((100 * (lost ?? 0)) / ((packets ?? 0) + (lost ?? 0))).toFixed(2)),
			recovered,
			longest_gap_ms: Math.round(gap),
			...(source === 'camera' ? { stands_ms: Math.round(stands) } : {}),
		};
	};
	return {
		loss_percent: share * 100,
		picture: figures('camera'),
		voice: figures('microphone'),
		heights: [...new Set(after.map(({ sources }) => sources.camera?.height ?? 0))],
	};
}

async function receptions({ districts, speakerId: deviceId }: CascadeStand): Promise<Reception[]> {
	const all = await Promise.all(districts.map(({ role }) => role.call('receptions', { deviceId })));
	return all.flat();
}
