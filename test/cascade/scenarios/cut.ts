import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../../load/endpoint/clock.ts';
import { probation, type Sent } from '../counted-end.ts';
import type { District } from '../district.ts';
import type { CascadeStand } from '../stand.ts';

/** How long the line is down, and after how long nothing should be sent into it any more; ms */
const lasts = 20_000;
const noticed = 3_000;
/** Who came before the node is called home by then. ms */
const settles = 5_000;

/** The first district's line is cut and comes back, and nobody is told but by what does not come. */
export async function cut(stand: CascadeStand) {
	const [district] = stand.districts;
	if (!district) throw new Error('there is no district');
	await stand.untilSettled(60);
	const { role, network } = district;
	const { line } = network;
	stand.say(`the line of district 1 is cut for ${lasts / 1000} s`);
	const since = epochNow();
	line.lose(1);
	await wait(noticed);
	const before = line.read();
	await wait(since + lasts - epochNow());
	const into = line.since(before);
	const told = (await role.call('toldOfLoss', { since })).flatMap((at) => (at === null ? [] : [at - since]));
	const island = await seenOf(stand, district, since);
	stand.say('the line is back');
	const back = epochNow();
	line.lose(0);
	const { speakerId: deviceId } = stand;
	const pictures = () => role.call('keyFrames', { deviceId, since: back });
	await stand.until('pictures in district 1 again', 60, async () => !(await pictures()).includes(null));
	const seen = (await pictures()).flatMap((at) => (at === null ? [] : [at - back]));
	await stand.until('the node of district 1 to be linked again', 60, () =>
		Promise.resolve(district.node?.isLinked ?? true),
	);
	const linked = Math.round(epochNow() - back);
	await wait(settles);
	const homes = await role.call('addresses', undefined as never);
	await district.comeAnew();
	return {
		cut_ms: lasts,
		/** sites whose link or media were known to be lost before the line was back, and how long that took */
		told: told.length,
		...(told.length > 0 ? { told_ms: percentiles(told) } : {}),
		/** sites that saw another one of their district by themselves while it lasted, and how long that took */
		on_island: island.length,
		...(island.length > 0 ? { island_ms: percentiles(island) } : {}),
		back_ms: percentiles(seen),
		/** sites that went to the province's node, and were not called home by their own within five seconds of its return */
		moved: homes.filter((address) => address !== network.address).length,
		node_linked_ms: linked,
		/** into the line, from three seconds after the cut on: media; mediasoup's packets that look for what it carries; all */
		rtp_sent_meanwhile: { down: media(into.down), up: media(into.up) },
		probes_sent_meanwhile: { down: probes(into.down), up: probes(into.up) },
		udp_sent_meanwhile: { down: into.down.media.packets, up: into.up.media.packets },
	};
}

/** How long it took each site of a district until it saw another one of it; none: it is left out. ms */
async function seenOf({ speakerId }: CascadeStand, { role, deviceIds }: District, since: number): Promise<number[]> {
	const first = new Map<string, number>();
	for (const deviceId of deviceIds.filter((each) => each !== speakerId)) {
		const times = await role.call('keyFrames', { deviceId, since });
		for (const [index, by] of deviceIds.filter((each) => each !== deviceId).entries())
			first.set(by, Math.min(first.get(by) ?? Infinity, times[index] ?? Infinity));
	}
	return [...first.values()].filter(Number.isFinite).map((at) => at - since);
}

const probes = ({ streams }: Sent) => streams.get(probation)?.packets ?? 0;
const media = (sent: Sent) => [...sent.streams.values()].reduce((sum, { packets }) => sum + packets, 0) - probes(sent);
