import { setTimeout as wait } from 'node:timers/promises';
import { nearestRank } from '#test/support/percentiles.ts';
import { sentBetween, streamsIn } from '../counted-end.ts';
import type { District } from '../district.ts';
import { latencies } from '../latency.ts';
import type { CascadeStand } from '../stand.ts';

const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
const nobody = undefined as never;

/** Everybody watches the province, and nothing changes: what it costs each district's line, and how much later it comes. */
export async function watch(stand: CascadeStand, seconds: number) {
	await stand.untilSettled(60);
	stand.say(`watching the province for ${seconds} s`);
	return { listeners: stand.communes, ...(await measure(stand, stand.province, stand.districts, seconds)) };
}

/** Somebody of the first district speaks: up its line, and down the others'. */
export async function across(stand: CascadeStand, seconds: number) {
	const [first, ...others] = stand.districts;
	if (!first || others.length === 0 || first.deviceIds.length < 2) return { lines_between: 'not measured' };
	await stand.speakFrom(first);
	try {
		await stand.untilSettled(60);
		stand.say(`watching district 1 for ${seconds} s`);
		const before = first.network.line.read();
		const found = await measure(stand, first.role, others, seconds);
		const { up } = first.network.line.since(before);
		return { lines_between: 2, streams_up: streamsIn(up, found.seconds), ...found };
	} finally {
		await stand.speakFromProvince();
	}
}

/** `near`: who is with the speaker's node, the speaker among them; `far`: whose lines what they send comes down. */
async function measure(stand: CascadeStand, near: District['role'], far: readonly District[], seconds: number) {
	const { speakerId } = stand;
	const roles = far.map(({ role }) => role);
	for (const role of [near, ...roles]) await role.call('follow', { deviceId: speakerId });
	const before = far.map(({ network }) => readings(network));
	const [lostBefore, started] = [await lost(roles), performance.now()];
	await wait(seconds * 1000);
	const lasted = (performance.now() - started) / 1000;
	const after = far.map(({ network }) => readings(network));
	const missing = (await lost(roles)) - lostBefore;
	const passed = await Promise.all(roles.map((role) => role.call('passages', { deviceId: speakerId })));
	const lines = before.map((from, index) => {
		const to = after[index] ?? from;
		const down = sentBetween(from.line, to.line);
		const each = to.communes.map((sent, commune) => sentBetween(from.communes[commune] ?? sent, sent));
		return {
			streams: streamsIn(down, lasted),
			streams_to_a_listener: nearestRank(each.map((sent) => streamsIn(sent, lasted))),
			mbit_per_s: rounded((down.media.bytes * 8) / lasted / 1e6),
			cost_ratio: rounded(down.media.bytes / nearestRank(each.map(({ media }) => media.bytes)), 3),
			signalling_kbit_per_s: rounded((down.signalling.bytes * 8) / lasted / 1e3, 1),
			/** what each commune sends: those of the reserve a small picture, whoever else nothing but reports */
			uplinks_kbit_per_s: to.uplinks
				.map((sent, commune) => sentBetween(from.uplinks[commune] ?? sent, sent))
				.map(({ media }) => rounded((media.bytes * 8) / lasted / 1e3, 1)),
		};
	});
	const ownNode = await withOwnNode(far);
	// With nodes in the districts each stream crosses a line once, however many watch behind it.
	if (stand.hasNodes) {
		const all = far.flatMap(({ deviceIds }) => deviceIds).length;
		stand.mustHold(ownNode === all, `${ownNode} of ${all} communes are with their district's node`);
		// A small picture beside the large one while somebody's way is weak, as on a machine with much else to do.
		for (const { streams, streams_to_a_listener: least } of lines)
			stand.mustHold(streams <= least + 1, `${streams} streams on a line, of which a listener gets ${least}`);
	}
	return {
		/** who has their media from their district's node; the others have them from the province's */
		with_own_node: ownNode,
		seconds: rounded(lasted, 1),
		wan_streams: lines.map(({ streams }) => streams),
		wan_mbit_per_s: lines.map(({ mbit_per_s }) => mbit_per_s),
		wan_cost_ratio: lines.map(({ cost_ratio }) => cost_ratio),
		lines,
		missing,
		...latencies({ speakerId, near: await near.call('passages', { deviceId: speakerId }), far: passed.flat() }),
	};
}

const readings = ({ line, communes }: District['network']) => ({
	line: line.read().down,
	communes: communes.map(({ end }) => end.read()),
	uplinks: communes.map(({ own }) => own.read()),
});

async function withOwnNode(districts: readonly District[]): Promise<number> {
	const found = await Promise.all(
		districts.map(async ({ role, network }) => {
			const addresses = await role.call('addresses', nobody);
			return addresses.filter((address) => address === network.address).length;
		}),
	);
	return found.reduce((sum, count) => sum + count, 0);
}

/** Packets that were waited for in vain, by all of them. */
async function lost(roles: readonly District['role'][]): Promise<number> {
	const all = await Promise.all(roles.map((role) => role.call('counters', nobody)));
	return all.reduce((sum, each) => sum + each.lost, 0);
}
