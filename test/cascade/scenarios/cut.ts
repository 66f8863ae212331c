import { setTimeout as wait } from 'node:timers/promises';
import { percentiles } from '#test/support/percentiles.ts';
import { epochNow } from '../../load/endpoint/clock.ts';
import { probation, type Sent } from '../counted-end.ts';
import type { District } from '../district.ts';
import type { CascadeStand } from '../stand.ts';

/** After so long nothing should be sent any more into a line that is down; ms */
const noticed = 3_000;
/** Who came before the node is called home by then. ms */
const settles = 5_000;

/**
 * The first district's line is cut and comes back, and nobody is told but by what does not come. It is down for so many seconds,
 * and until the district's sites see each other by themselves.
 */
export async function cut(stand: CascadeStand, seconds: number) {
	const [district] = stand.districts;
	if (!district) throw new Error('there is no district');
	await stand.untilSettled(60);
	const { role, network } = district;
	const { line } = network;
	stand.say(`the line of district 1 is cut for ${seconds} s`);
	const since = epochNow();
	line.lose(1);
	await wait(noticed);
	const before = line.read();
	if (stand.hasNodes && district.deviceIds.length > 1)
		await stand.until('the sites of district 1 to see each other', 60, async () => {
			return (await seenOf(stand, district, since)).length === district.deviceIds.length;
		});
	await wait(Math.max(0, since + seconds * 1000 - epochNow()));
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
	const homeless = async () => {
		const addresses = await role.call('addresses', undefined as never);
		return addresses.filter((address) => address !== network.address).length;
	};
	const returned = epochNow();
	let moved = await homeless();
	while (moved > 0 && stand.hasNodes && epochNow() < returned + settles) {
		await wait(100);
		moved = await homeless();
	}
	const anew = await role.call('stepped', { step: 'joined', since });
	if (stand.hasNodes) stand.mustHold(moved === 0, `${moved} sites of district 1 stay elsewhere after the cut`);
	await stand.until('the sites of district 1 to be linked again', 60, async () => {
		const lost = await role.call('toldOfLoss', { since });
		const welcomed = await role.call('welcomes', undefined as never);
		return welcomed.every(({ at }, index) => lost[index] === null || at > back);
	});
	if (moved > 0) await district.comeAnew();
	return {
		cut_ms: Math.round(back - since),
		/** sites whose link or media were known to be lost before the line was back, and how long that took */
		told: told.length,
		...(told.length > 0 ? { told_ms: percentiles(told) } : {}),
		/** sites that saw another one of their district by themselves while it lasted, and how long that took */
		on_island: island.length,
		...(island.length > 0 ? { island_ms: percentiles(island) } : {}),
		back_ms: percentiles(seen),
		/** sites whose media began anew, with whichever node */
		joined_anew: anew.filter((at) => at !== null).length,
		/** sites that went to the province's node, and were not called home by their own within five seconds of its return */
		moved,
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
