import { allPresences } from '#meeting/presences.ts';
import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { listNodes } from '#db/nodes/nodes.ts';
import { isConnected } from '#meeting/attendance.ts';
import type { NodeRequestOutput } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { OwnLoad } from '#sfu/link/process-load.ts';
import type { Logger } from 'pino';
import { allNodes } from '../media/all-nodes.ts';
import type { MediaDirector } from '../media/media-director.ts';
import type { MediaPlane } from '../media/media-plane.ts';
import type { Home } from '../media/home-of.ts';
import { losingSince } from '../media/node-alarms.ts';
import { nodeLines } from '../media/node-lines.ts';
import { nodeStates, type Measured, type NodeState } from '../media/node-states.ts';
import type { Above } from '../media/tree-of.ts';
import type { DeviceFigures, Figures, Sample, WatchedMeeting } from './figures.ts';
import { LinkHistory } from './link-history.ts';
import { loadBetween, type MachineLoad, type Reading } from './machine.ts';
import { meetingNodes } from './meeting-nodes.ts';
import { summariseLinks, type LinkSummary } from './summarise-links.ts';

/** How often what runs is sampled, in ms, and how many samples of each meeting are kept: ten minutes. */
const every = 2_000;
const kept = 300;

/** Packets per second below which a worker's CPU is spent on anything but them. */
const mostlyIdle = 1_000;

interface OpsPorts {
	readonly media: MediaPlane;
	readonly db: Database;
	/** what units hang on today */
	readonly above: Above;
	readonly log: Logger;
	/** Between two samples, in ms; default 2 s. */
	readonly everyMs?: number | undefined;
}

type Stats = NodeRequestOutput<'get-stats'>;

interface Latest {
	readonly reading: Reading;
	readonly load: MachineLoad;
	/** by node */
	readonly stats: ReadonlyMap<string, Stats>;
	readonly nodes: Measured;
}

const nothing: Measured = { at: 0, loads: new Map(), lines: new Map(), losingSince: new Map() };

/** The processes and all links at this moment. */
export interface Overview {
	readonly load: MachineLoad;
	readonly node: Stats | null;
	readonly links: LinkSummary;
	readonly meetings: number;
	readonly devices: number;
}

/** How what runs is doing: sampled while somebody is in a meeting, the last ten minutes kept in memory. */
export class Ops {
	readonly #ports: OpsPorts;
	readonly #own = new OwnLoad();
	readonly #history: LinkHistory;
	readonly #samples = new Map<string, Sample[]>();
	readonly #timer: NodeJS.Timeout;
	#latest: Latest | undefined;
	#measuring: Promise<void> | undefined;

	constructor(ports: OpsPorts) {
		this.#ports = ports;
		this.#history = new LinkHistory(ports.db, ports.log);
		ports.media.onDirecting((director) => this.#history.follow(director));
		this.#timer = setInterval(() => void this.#sample(), ports.everyMs ?? every);
		this.#timer.unref();
	}

	/** The meetings that somebody is in. */
	meetings(): WatchedMeeting[] {
		return [...this.#ports.media.directors.values()].map((director) => {
			const { id, state } = director.meeting;
			const { grades, down } = summariseLinks(director.links.all);
			return {
				id,
				title: state.plan?.title ?? '',
				phase: state.lifecycle.phase,
				...attendanceOf(director),
				weak: grades.weak,
				mbpsDown: megabits(down.kbps),
			};
		});
	}

	/** With the samples after `after` (ms since the epoch); undefined for a meeting that nobody is in. */
	figures(meetingId: string, after: number): Figures | undefined {
		const director = this.#ports.media.directors.get(meetingId);
		if (!director) return undefined;
		const samples = this.#samples.get(meetingId) ?? [];
		const homes = director.homes.whereAndWhy();
		const { db } = this.#ports;
		const nodes = meetingNodes(this.#nodeStates(), listNodes(db, dateOf(Date.now())), homes);
		return {
			samples: samples.filter(({ at }) => at > after),
			workers: this.#workers(),
			devices: this.#devicesOf(director, nodes ? homes : new Map()),
			nodes,
			timings: director.timings.summaries(),
		};
	}

	/** Measured now, or less than a second ago. */
	async overview(): Promise<Overview> {
		await this.#measure(1_000);
		const directors = [...this.#ports.media.directors.values()];
		const { load, reading } = this.#latest ?? { load: loadBetween(undefined, this.#readingOf(null)), reading: null };
		return {
			load,
			node: reading?.node ?? null,
			links: summariseLinks(directors.flatMap(({ links }) => links.all)),
			meetings: directors.length,
			devices: directors.reduce((sum, director) => sum + attendanceOf(director).devices, 0),
		};
	}

	/** How each media node that is known does, by id: measured now, or less than a second ago. */
	async nodeStates(): Promise<ReadonlyMap<string, NodeState>> {
		await this.#measure(1_000);
		return this.#nodeStates();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
		this.#history.close();
		this.#own.close();
	}

	async #sample(): Promise<void> {
		const { directors } = this.#ports.media;
		for (const id of this.#samples.keys()) if (!directors.has(id)) this.#samples.delete(id);
		if (directors.size === 0) return;
		await this.#measure(0);
		if (!this.#latest) return;
		const { load, reading } = this.#latest;
		const at = Date.now();
		const packets = [...directors.values()].reduce((sum, { links }) => sum + summariseLinks(links.all).down.pps, 0);
		for (const [id, director] of directors) {
			const samples = this.#samples.get(id) ?? [];
			this.#samples.set(id, samples);
			samples.push({ at, ...this.#meetingNow(director, reading), ...machineNow(load, packets) });
			if (samples.length > kept) samples.shift();
		}
	}

	#meetingNow(director: MediaDirector, { node }: Reading) {
		const { down, up, grades } = summariseLinks(director.links.all);
		const conference = node?.conferences.find(({ conferenceId }) => conferenceId === director.meeting.id);
		return {
			...attendanceOf(director),
			joined: node && (conference?.endpoints.length ?? 0),
			pps: down.pps,
			mbpsDown: megabits(down.kbps),
			mbpsUp: megabits(up.kbps),
			lossDown: fine(down.loss),
			lossUp: fine(up.loss),
			weak: grades.weak,
		};
	}

	#devicesOf({ meeting, links }: MediaDirector, homes: ReadonlyMap<string, Home>): DeviceFigures[] {
		const conference = this.#latest?.reading.node?.conferences.find(({ conferenceId }) => conferenceId === meeting.id);
		const workers = new Map(conference?.endpoints.map(({ endpointId, worker }) => [endpointId, worker]));
		return allPresences(meeting.state.attendance.came).flatMap(([participantId, { devices }]) =>
			devices.map((deviceId) => {
				const { grade = null, link } = links.get(deviceId) ?? {};
				const { endpointId: _, ...measured } = link ?? { endpointId: deviceId };
				return {
					deviceId,
					participantId,
					worker: workers.get(deviceId) ?? null,
					grade,
					home: homes.get(deviceId) ?? null,
					link: link ? (measured as DeviceFigures['link']) : null,
				};
			}),
		);
	}

	/** Reads the processes unless that was done less than `maxAge` ms ago; who asks meanwhile waits for the same. */
	async #measure(maxAge: number): Promise<void> {
		if (this.#latest && performance.now() - this.#latest.reading.at < maxAge) return;
		this.#measuring ??= this.#readNow().finally(() => (this.#measuring = undefined));
		await this.#measuring;
	}

	async #readNow(): Promise<void> {
		const each = await this.#ports.media.measureNodes().catch((error: unknown) => {
			// A node that is away is known as such; anything else is a fault.
			if (!(error instanceof MediaError && error.code === 'media-node-absent'))
				this.#ports.log.warn({ err: error }, 'the media nodes were not measured');
			return new Map<string, Stats>();
		});
		const before = this.#latest;
		const reading = this.#readingOf(each.size === 0 ? null : allNodes([...each.values()]));
		const loads = [...each].flatMap(([id, stats]) => {
			const former = before && { ...before.reading, node: before.stats.get(id) ?? null };
			const load = loadBetween(former, { ...reading, node: stats }).node;
			return load ? [[id, load] as const] : [];
		});
		const lines = nodeLines(each);
		const { at } = reading;
		const nodes = {
			at,
			loads: new Map(loads),
			lines,
			losingSince: losingSince(before?.nodes.losingSince ?? new Map(), lines, at),
		};
		this.#latest = { reading, load: loadBetween(before?.reading, reading), stats: each, nodes };
	}

	/** As `allNodes` numbers them. */
	#workers(): Figures['workers'] {
		const { load, stats } = this.#latest ?? {};
		const nodeIds = [...(stats ?? [])].flatMap(([nodeId, { workers }]) => workers.map(() => nodeId));
		return load?.node?.workers.map((worker, at) => ({ ...worker, nodeId: nodeIds[at] ?? '' })) ?? null;
	}

	#nodeStates(): Map<string, NodeState> {
		const { media, above } = this.#ports;
		return nodeStates(media, this.#latest?.nodes ?? nothing, above);
	}

	#readingOf(node: Reading['node']): Reading {
		return { at: performance.now(), control: this.#own.measure(), node };
	}
}

function attendanceOf({ meeting }: MediaDirector): { present: number; devices: number } {
	const came = allPresences(meeting.state.attendance.came);
	return {
		present: came.filter(([id]) => isConnected(meeting.state, id)).length,
		devices: came.reduce((sum, [, { devices }]) => sum + devices.length, 0),
	};
}

/** Of all meetings together: they share the processes. */
function machineNow({ controlCpu, controlRssMb, controlEventLoopP99Ms, node }: MachineLoad, packets: number) {
	const cpus = node?.workers.map(({ cpu }) => cpu).filter((cpu) => cpu !== null) ?? [];
	const workerCpu = cpus.length === 0 ? null : cpus.reduce((sum, cpu) => sum + cpu, 0);
	return {
		workerCpu: fine(workerCpu),
		workerMicrosPerPacket:
			workerCpu === null || packets < mostlyIdle ? null : Math.round((workerCpu / packets) * 1e7) / 10,
		workerRssMb: node && Math.round(node.workers.reduce((sum, { rssMb }) => sum + rssMb, 0)),
		nodeEventLoopP99Ms: node && node.eventLoopP99Ms,
		controlCpu,
		controlEventLoopP99Ms,
		controlRssMb,
	};
}

const megabits = (kbps: number) => Math.round(kbps / 10) / 100;
const fine = (share: number | null) => (share === null ? null : Math.round(share * 1e4) / 1e4);
