import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import type { CascadeStand } from '../stand.ts';

/** where nothing is said of it */
const thinKbps = 900;
/** How long it may take to find out what the line carries. s */
const settling = 5;

/** The first district's line carries less than one large picture from now on. */
export async function thin(stand: CascadeStand, seconds: number) {
	const [district] = stand.districts;
	if (!district) throw new Error('there is no district');
	const kbitPerSecond = stand.saidKbps ?? thinKbps;
	// Where it is said, no more is sent beforehand either.
	await (stand.saidKbps === null ? stand.untilSettled(60) : stand.untilAllWatch(60));
	const { role, network } = district;
	const { line } = network;
	const receptions = () => role.call('receptions', { deviceId: stand.speakerId });
	await receptions();
	stand.say(`the line of district 1 has ${kbitPerSecond} kbit/s for ${settling + seconds} s`);
	line.narrow(kbitPerSecond);
	let offered;
	let settled;
	try {
		await wait(settling * 1000);
		settled = await receptions();
		offered = await line.offered(seconds);
	} finally {
		line.widen();
	}
	const end = await receptions();
	const widened = performance.now();
	if (stand.saidKbps === null) await stand.untilSettled(120);
	const standing = (all: typeof end) => most(all.map(({ sources }) => sources.camera?.standMs));
	const gap = (all: typeof end) => most(all.map(({ sources }) => sources.microphone?.gapMs));
	return {
		kbit_per_s: kbitPerSecond,
		/** in each second from the fifth on */
		offered_kbit_per_s: percentiles(offered),
		picture_stands_ms: { settling: standing(settled), settled: standing(end) },
		voice_longest_gap_ms: { settling: gap(settled), settled: gap(end) },
		heights: [...new Set(end.map(({ sources }) => sources.camera?.height ?? 0))],
		said: stand.saidKbps !== null,
		whole_again_ms: stand.saidKbps === null ? Math.round(performance.now() - widened) : null,
	};
}

export const most = (values: readonly (number | undefined)[]) =>
	Math.round(Math.max(...values.map((each) => each ?? Infinity)));
