import { setTimeout as wait } from 'node:timers/promises';
import { nearestRank } from '#test/support/percentiles.ts';
import { sentBetween, streamsIn } from '../counted-end.ts';
import { latencies } from '../latency.ts';
import type { CascadeStand } from '../stand.ts';

const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
const nobody = undefined as never;

/** Everybody watches the province, and nothing changes: what it costs each district's line, and how much later it comes. */
export async function watch(stand: CascadeStand, seconds: number) {
	await stand.untilSettled(60);
	stand.say(`watching for ${seconds} s`);
	const { speakerId, districts, province } = stand;
	const roles = districts.map(({ role }) => role);
	for (const role of [province, ...roles]) await role.call('follow', { deviceId: speakerId });
	const before = districts.map(({ network }) => readings(network));
	const [counted, started] = [await counters(stand), performance.now()];
	await wait(seconds * 1000);
	const lasted = (performance.now() - started) / 1000;
	const after = districts.map(({ network }) => readings(network));
	const lost = (await counters(stand)).lost - counted.lost;
	const passed = await Promise.all(roles.map((role) => role.call('passages', { deviceId: speakerId })));
	const own = await province.call('passages', { deviceId: speakerId });
	const lines = districts.map((_, index) => {
		const [from, to] = [before[index], after[index]];
		if (!from || !to) throw new Error('a district was not read');
		const down = sentBetween(from.line, to.line);
		const each = to.communes.map((sent, commune) => sentBetween(from.communes[commune] ?? sent, sent));
		return {
			streams: streamsIn(down, lasted),
			streams_to_a_listener: nearestRank(each.map((sent) => streamsIn(sent, lasted))),
			mbit_per_s: rounded((down.media.bytes * 8) / lasted / 1e6),
			cost_ratio: rounded(down.media.bytes / nearestRank(each.map(({ media }) => media.bytes)), 3),
			signalling_kbit_per_s: rounded((down.signalling.bytes * 8) / lasted / 1e3, 1),
		};
	});
	return {
		listeners: stand.communes,
		/** who has their media from their district's node; the others have them from the province's */
		with_own_node: await withOwnNode(stand),
		seconds: rounded(lasted, 1),
		wan_streams: lines.map(({ streams }) => streams),
		wan_mbit_per_s: lines.map(({ mbit_per_s }) => mbit_per_s),
		wan_cost_ratio: lines.map(({ cost_ratio }) => cost_ratio),
		lines,
		lost,
		...latencies({ speakerId, province: own, districts: passed.flat() }),
	};
}

const readings = ({ line, communes }: CascadeStand['districts'][number]['network']) => ({
	line: line.read().down,
	communes: communes.map(({ end }) => end.read()),
});

async function withOwnNode({ districts }: CascadeStand): Promise<number> {
	const found = await Promise.all(
		districts.map(async ({ role, network }) => {
			const addresses = await role.call('addresses', nobody);
			return addresses.filter((address) => address === network.address).length;
		}),
	);
	return found.reduce((sum, count) => sum + count, 0);
}

/** All districts' sites together. */
async function counters({ districts }: CascadeStand) {
	const all = await Promise.all(districts.map(({ role }) => role.call('counters', nobody)));
	return { lost: all.reduce((sum, { lost }) => sum + lost, 0) };
}
