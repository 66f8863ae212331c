import { setTimeout as wait } from 'node:timers/promises';
import { epochNow } from '../endpoint/clock.ts';
import { handlesOf, rssMb } from '../run/processes.ts';
import type { Stand } from '../run/stand.ts';

/** of a meeting, in s */
const length = 7_200;

/** What happens how often in it, in s. A site's share of a tenth is another one each time. */
const rhythm = { speaker: 300, mute: 600, cut: 600, reload: 1_200, rejoin: 1_800 } as const;
type Act = keyof typeof rhythm;

/** More than that for all that a meeting needs only now and then is a leak. */
const spareHandles = 8;
/** Beyond so much more: what a process may come to hold for once, and small ones waver by. */
const spareMb = 10;
/** Node's memory wavers by what has not been collected, a worker's does not: twenty endpoints that stay on are a tenth. */
const growth = { control: 1.3, node: 1.3, workers: 1.1 } as const;

/**
 * The switches, mutes, lost links, reloads and rejoins of two hours, in so many seconds; as fast as they go where these are
 * too few, in real time with 7,200. What the processes hold after a quarter of it they may hold at the end.
 */
export async function long(stand: Stand, seconds: number) {
	const acts = (Object.entries(rhythm) as [Act, number][])
		.flatMap(([act, every]) =>
			Array.from({ length: length / every }, (_, turn) => ({ act, turn, at: (turn + 1) * every })),
		)
		.toSorted((a, b) => a.at - b.at);
	stand.say(`${acts.length} acts of two hours in ${seconds} s`);
	const began = performance.now();
	let before = sample(stand);
	for (const [index, { act, turn, at }] of acts.entries()) {
		const due = (at * seconds * 1000) / length;
		await wait(Math.max(0, due - (performance.now() - began)));
		await perform[act](stand, turn);
		await stand.beginAnew();
		if (index === Math.floor(acts.length / 4)) before = sample(stand);
	}
	const elapsed = (performance.now() - began) / 1000;
	const isGivenBack = () => sample(stand).handles <= before.handles + spareHandles;
	await stand.until('handles to be given back', 30, () => Promise.resolve(isGivenBack())).catch(() => {});
	const after = sample(stand);
	stand.mustHold(isGivenBack(), `${before.handles} handles became ${after.handles} in the acts of two hours`);
	for (const part of ['control', 'node', 'workers'] as const)
		stand.mustHold(
			after[part] <= growth[part] * before[part] + spareMb,
			`memory (${part}) grew from ${before[part]} to ${after[part]} MB`,
		);
	return { long: { acts: acts.length, seconds: Math.round(elapsed), after_a_quarter: before, at_the_end: after } };
}

const perform: Readonly<Record<Act, (stand: Stand, turn: number) => Promise<void>>> = {
	speaker: async (stand, turn) => {
		const index = 1 + (turn % (stand.sites.length - 1));
		const site = stand.sites[index];
		if (!site || site === stand.speaker) return;
		await stand.queue([index]);
		await stand.grant(site);
	},
	mute: async (stand) => {
		for (const muted of [true, false]) await stand.role.call('mute', { muted });
	},
	cut: async (stand, turn) => {
		const since = epochNow();
		const indices = tenth(stand, turn);
		await stand.role.call('cut', { indices });
		await stand.until('those whose links were cut to be back', 60, async () => {
			const welcomes = await stand.role.call('welcomes', undefined as never);
			return indices.every((index) => (welcomes[index]?.at ?? 0) >= since);
		});
	},
	reload: async (stand, turn) => {
		for (const index of tenth(stand, turn)) {
			const site = stand.sites[index];
			if (site) site.deviceId = await stand.role.call('reload', { index });
		}
	},
	rejoin: (stand, turn) => stand.role.call('rejoin', { indices: tenth(stand, turn) }),
};

/** Others in each turn, and never the speaker. */
function tenth({ sites, speaker }: Stand, turn: number): number[] {
	const count = Math.ceil(sites.length / 10);
	return Array.from({ length: count }, (_, index) => (turn * count + index) % sites.length).filter(
		(index) => sites[index] !== speaker,
	);
}

/** Resident memory in MB, and open descriptors of all together. */
function sample({ product: { control, node, workers } }: Stand) {
	const sum = (pids: readonly number[], of: (pid: number) => number) => pids.reduce((total, pid) => total + of(pid), 0);
	return {
		control: rssMb(control),
		node: sum(node, rssMb),
		workers: sum(workers, rssMb),
		handles: sum([control, ...node, ...workers], handlesOf),
	};
}
