import { setTimeout as wait } from 'node:timers/promises';
import { rssMb } from '../run/processes.ts';
import type { Stand } from '../run/stand.ts';
import { readUdpDrops } from '../udp-drops.ts';

const rounded = (value: number, digits = 0) => Number(value.toFixed(digits));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Everybody sees and hears the speaker, and nothing changes. */
export async function steady(stand: Stand, seconds: number) {
	// The large picture and the voice alone, as bare mediasoup has them: what is compared must be the same.
	await stand.chair.give('set-stage-places', { places: 0 });
	await stand.untilAllWatch(60);
	// Layers have settled by then: a large picture is not there at once.
	await stand.until('the largest picture everywhere', 60, async () => {
		const { heights } = await stand.role.call('counters', undefined as never);
		return heights.length >= stand.sites.length - 1 && Math.min(...heights) === Math.max(...heights);
	});
	stand.say(`steady for ${seconds} s`);
	stand.product.resetLoop();
	const dropsBefore = readUdpDrops(stand.mediaPorts());
	const [cpuBefore, before, started] = [stand.cpu(), await counters(stand), performance.now()];
	await wait(seconds * 1000);
	const [cpuAfter, after, ended] = [stand.cpu(), await counters(stand), performance.now()];
	const [loop, drops] = [await stand.product.readLoop(), readUdpDrops(stand.mediaPorts())];
	const elapsed = ended - started;
	const packets = after.packets - before.packets;
	const worker = total(cpuAfter.workers) - total(cpuBefore.workers);
	const share = (cpu: number) => rounded(cpu / elapsed, 3);
	const { control, node, workers } = stand.product;
	await stand.chair.give('set-stage-places', { places: 3 });
	return {
		seconds: rounded(elapsed / 1000, 1),
		picture_height: Math.max(...after.heights),
		packets_per_s: rounded((packets * 1000) / elapsed),
		mbit_per_s: rounded(((after.bytes - before.bytes) * 8) / elapsed / 1000, 1),
		lost: after.lost - before.lost,
		recovered: after.recovered - before.recovered,
		key_frames_per_site_per_min: rounded(
			((after.keyFrames - before.keyFrames) * 60_000) / elapsed / (stand.sites.length - 1),
			1,
		),
		worker_us_per_packet: rounded((worker * 1000) / packets, 2),
		worker_cpu: cpuAfter.workers.map((each, index) => share(each - (cpuBefore.workers[index] ?? each))),
		node_cpu: share(cpuAfter.node - cpuBefore.node),
		control_cpu: share(cpuAfter.control - cpuBefore.control),
		control_event_loop_p99_ms: rounded(loop.p99, 1),
		load_tool_cpu: share(cpuAfter.sites - cpuBefore.sites),
		rss_mb: { control: rssMb(control), node: total(node.map(rssMb)), workers: workers.map(rssMb) },
		udp_drops: { server: drops.server - dropsBefore.server, endpoints: drops.endpoints - dropsBefore.endpoints },
	};
}

const counters = (stand: Stand) => stand.role.call('counters', undefined as never);
