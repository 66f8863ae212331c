import { setTimeout as wait } from 'node:timers/promises';
import { Chair } from '../../load/run/chair.ts';
import { cpuMs, descendants } from '../../load/run/processes.ts';
import { DistrictNode } from '../district-node.ts';
import { makeSites } from '../district.ts';
import { Ground } from '../ground.ts';

export interface HalvesOptions {
	/** of each half */
	readonly communes: number;
	readonly seconds: number;
	readonly say: (line: string) => void;
}

const nobody = undefined as never;
/** What coming costs is over by then. s */
const settling = 5;
/** A middling picture: what is compared is to be the same also where the machine has much else to do. */
const [showsLayer, showsHeight] = [1, 360] as const;

/** ms of a processor */
type Cpu = Readonly<Record<'workers' | 'nodes' | 'control', number>>;

/**
 * A meeting of which one half sits in a district: what it costs the nodes while the province's serves all of them, and what when the
 * district's serves its half. Each node has one worker.
 */
export async function halves({ communes, seconds, say }: HalvesOptions) {
	const ground = await Ground.lay({
		...{ districts: 1, communes: 0, roundTrip: 0, sites: 2 * communes, say },
		workers: 1,
		plan: (sites) => ({
			districts: [sites.slice(communes).map(({ unitId }) => unitId)],
			meetings: [],
			saidKbps: null,
		}),
	});
	const { product, networks, certificate } = ground;
	const closing: (() => unknown)[] = [() => ground.close()];
	try {
		const [district] = networks.districts;
		if (!district) throw new Error('there is no district');
		const chair = new Chair(ground.addressOf(product.account('chair').login));
		closing.push(() => chair.close());
		await chair.enter();
		await chair.give('start-meeting', {});
		// What is compared must be the same: the large picture and the voice alone.
		await chair.give('set-stage-places', { places: 0 });
		const options = product.conference.sites.map(({ login }) => {
			return { ...ground.addressOf(login), layer: showsLayer, sources: ['camera', 'microphone'] as const };
		});
		const own = await makeSites(networks.province.namespace, certificate, options.slice(0, communes));
		closing.push(() => own.role.close());
		const others = await makeSites(district.namespace, certificate, options.slice(communes));
		closing.push(() => others.role.close());
		say('the sites come');
		for (const { role } of [own, others]) await role.call('start', nobody);
		await chair.give('grant-floor', {
			participantId: product.conference.sites[0]?.siteId ?? '',
			limitSeconds: null,
		});
		const [deviceId = ''] = own.deviceIds;
		const receptions = async () => {
			const each = await Promise.all([own, others].map(({ role }) => role.call('receptions', { deviceId })));
			return each.flat();
		};
		const until = async (what: string, holds: () => Promise<boolean>) => {
			const end = performance.now() + 60_000;
			while (!(await holds())) {
				if (performance.now() > end) throw new Error(`waited a minute in vain: ${what}`);
				await wait(200);
			}
		};
		const untilSettled = () =>
			until('the picture in its size everywhere', async () => {
				const heights = (await receptions()).map(({ sources }) => sources.camera?.height ?? 0);
				return heights.length === 2 * communes - 1 && heights.every((height) => height === showsHeight);
			});
		const nodes: DistrictNode[] = [];
		const cpu = (): Cpu => {
			const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + cpuMs(pid), 0);
			const pids = nodes.map(({ pid }) => pid);
			const workers = pids.flatMap((pid) => descendants(pid, 'mediasoup-worker'));
			return {
				workers: sum([...product.workers, ...workers]),
				nodes: sum([...product.node, ...pids]),
				control: cpuMs(product.control),
			};
		};
		const packets = async () => {
			const counters = await Promise.all([own, others].map(({ role }) => role.call('counters', nobody)));
			return counters.reduce((sum, each) => sum + each.packets, 0);
		};
		const measure = async () => {
			await untilSettled();
			await wait(settling * 1_000);
			const [before, received, started] = [cpu(), await packets(), performance.now()];
			await wait(seconds * 1_000);
			const [after, later, lasted] = [cpu(), await packets(), (performance.now() - started) / 1_000];
			const perSite = (part: keyof Cpu) => Number(((after[part] - before[part]) / lasted / (2 * communes)).toFixed(2));
			const each = { workers: perSite('workers'), nodes: perSite('nodes'), control: perSite('control') };
			const perPacket = ((after.workers - before.workers) * 1_000) / (later - received);
			return {
				workers: product.workers.length + nodes.length,
				with_own_node: (await others.role.call('addresses', nobody)).filter((each) => each === district.address).length,
				packets_per_s: Math.round((later - received) / lasted),
				workers_us_per_packet: Number(perPacket.toFixed(1)),
				/** ms of a processor in a second, for a site */
				cpu_per_site: { ...each, media: Number((each.workers + each.nodes).toFixed(2)) },
			};
		};
		say('one node serves all');
		const one = await measure();
		const node = await DistrictNode.start(ground.nodeOptions(0));
		closing.push(() => node.close());
		nodes.push(node);
		for (const index of others.deviceIds.keys()) await others.role.call('reload', { index });
		await until('the district’s half to be with its node', async () => {
			const addresses = await others.role.call('addresses', nobody);
			return addresses.every((address) => address === district.address);
		});
		say('each half has a node of its own');
		const two = await measure();
		return {
			sites: 2 * communes,
			one,
			two,
			/** two against one: of workers and nodes, for a site; of workers, for each packet that came to a site */
			ratio: Number((two.cpu_per_site.media / one.cpu_per_site.media).toFixed(3)),
			packet_ratio: Number((two.workers_us_per_packet / one.workers_us_per_packet).toFixed(3)),
		};
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}
