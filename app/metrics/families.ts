import type { Overview } from '#live/ops/ops.ts';

/** One value of a family with its labels; null: not known, and not told. */
interface Value {
	readonly [label: string]: string | number | null;
	readonly value: number | null;
}

/** What is read anew at each scrape. */
export interface Family {
	readonly name: string;
	readonly help: string;
	readonly labels: string[];
	/** only ever grows, but for a new start of what is counted */
	readonly counts?: true;
	readonly values: (overview: Overview) => Value[];
}

const one = (value: number | null): Value[] => [{ value }];

const byWorker =
	(of: (worker: NonNullable<Overview['node']>['workers'][number]) => number) =>
	({ node }: Overview): Value[] =>
		(node?.workers ?? []).map((worker) => ({ worker: String(worker.index), value: of(worker) }));

const byKey = (label: string, counts: Readonly<Record<string, number>>): Value[] =>
	Object.entries(counts).map(([key, value]) => ({ [label]: key, value }));

const byDirection = ({ links }: Overview, of: (flow: Overview['links']['up']) => number | null): Value[] =>
	(['down', 'up'] as const).map((direction) => ({ direction, value: of(links[direction]) }));

export const families: readonly Family[] = [
	{
		name: 'nhip_cau_meetings',
		help: 'Meetings that somebody is in.',
		labels: [],
		values: ({ meetings }) => one(meetings),
	},
	{
		name: 'nhip_cau_devices',
		help: 'Devices in meetings.',
		labels: [],
		values: ({ devices }) => one(devices),
	},
	{
		name: 'nhip_cau_media_node_up',
		help: 'Whether a media node is connected and answers.',
		labels: [],
		values: ({ node }) => one(node ? 1 : 0),
	},
	{
		name: 'nhip_cau_media_workers',
		help: 'Media workers that are running.',
		labels: [],
		values: ({ node }) => one(node?.workers.length ?? 0),
	},
	{
		name: 'nhip_cau_media_conferences',
		help: 'Conferences open at the media node.',
		labels: [],
		values: ({ node }) => one(node?.conferences.length ?? 0),
	},
	{
		name: 'nhip_cau_media_pipes',
		help: 'Producers piped from one worker to another.',
		labels: [],
		values: ({ node }) => one(node?.conferences.reduce((sum, { pipes }) => sum + pipes, 0) ?? 0),
	},
	{
		name: 'nhip_cau_media_worker_endpoints',
		help: 'Endpoints on a worker.',
		labels: ['worker'],
		values: byWorker(({ endpoints }) => endpoints),
	},
	{
		name: 'nhip_cau_media_worker_consumers',
		help: 'Tracks that a worker forwards to endpoints, flowing or kept ready.',
		labels: ['worker'],
		values: byWorker(({ consumers }) => consumers),
	},
	{
		name: 'nhip_cau_media_worker_cpu_seconds_total',
		help: 'CPU time of a worker since its start.',
		labels: ['worker'],
		counts: true,
		values: byWorker(({ cpuMs }) => cpuMs / 1000),
	},
	{
		name: 'nhip_cau_media_worker_resident_memory_bytes',
		help: 'Resident memory of a worker.',
		labels: ['worker'],
		values: byWorker(({ rssKib, maxRssKib }) => (rssKib ?? maxRssKib) * 1024),
	},
	{
		name: 'nhip_cau_media_worker_shedding',
		help: 'What an overloaded worker does without: 0 nothing, 1 side pictures, 2 also the top layer.',
		labels: ['worker'],
		values: byWorker(({ shedding }) => shedding),
	},
	{
		name: 'nhip_cau_media_worker_key_frames_requested_total',
		help: 'Key frames that receivers on a worker asked for, as far as their links were measured.',
		labels: ['worker'],
		counts: true,
		values: byWorker(({ keyFrames }) => keyFrames.requested),
	},
	{
		name: 'nhip_cau_media_worker_key_frames_passed_on_total',
		help: 'Key frames that a worker asked of senders for them.',
		labels: ['worker'],
		counts: true,
		values: byWorker(({ keyFrames }) => keyFrames.passedOn),
	},
	{
		name: 'nhip_cau_media_packets_per_second',
		help: 'RTP packets forwarded to endpoints, by the latest measurement of each link.',
		labels: [],
		values: ({ links }) => one(links.down.pps),
	},
	{
		name: 'nhip_cau_media_bytes_per_second',
		help: 'Media to (down) and from (up) endpoints, by the latest measurement of each link.',
		labels: ['direction'],
		values: (overview) => byDirection(overview, ({ kbps }) => kbps * 125),
	},
	{
		name: 'nhip_cau_media_loss_ratio',
		help: 'Mean share of packets lost, links weighted by what they carry.',
		labels: ['direction'],
		values: (overview) => byDirection(overview, ({ loss }) => loss),
	},
	{
		name: 'nhip_cau_media_score_least',
		help: 'Lowest score of all links (mediasoup’s RTP score, 0 to 10).',
		labels: ['direction'],
		values: (overview) => byDirection(overview, ({ score }) => score?.least ?? null),
	},
	{
		name: 'nhip_cau_media_score_median',
		help: 'Median score of all links (mediasoup’s RTP score, 0 to 10).',
		labels: ['direction'],
		values: (overview) => byDirection(overview, ({ score }) => score?.median ?? null),
	},
	{
		name: 'nhip_cau_media_links',
		help: 'Measured links by grade.',
		labels: ['grade'],
		values: ({ links }) => byKey('grade', links.grades),
	},
	{
		name: 'nhip_cau_media_links_carrying',
		help: 'Measured links by what they are trusted with: all, half, small pictures, sound alone.',
		labels: ['carrying'],
		values: ({ links }) => byKey('carrying', links.carrying),
	},
	{
		name: 'nhip_cau_media_links_protocol',
		help: 'Measured links by transport protocol.',
		labels: ['protocol'],
		values: ({ links }) => byKey('protocol', links.protocols),
	},
	{
		name: 'nhip_cau_event_loop_lag_p99_seconds',
		help: 'How long an event loop kept things waiting lately, 99th percentile.',
		labels: ['process'],
		values: ({ load }) => [
			{ process: 'control', value: load.controlEventLoopP99Ms / 1000 },
			{ process: 'media-node', value: load.node && load.node.eventLoopP99Ms / 1000 },
		],
	},
	{
		name: 'nhip_cau_media_node_resident_memory_bytes',
		help: 'Resident memory of the media node without its workers.',
		labels: [],
		values: ({ node }) => one(node && node.process.rssKib * 1024),
	},
];
