import type { EndpointLink } from '#sfu/link/contract.ts';
import type { LinkGrade } from '#sfu/link/contract-endpoint.ts';
import type { Home } from '../media/home-of.ts';
import type { WorkerLoad } from './machine.ts';
import type { MeetingNodes } from './meeting-nodes.ts';
import type { TimingName, TimingSummary } from './timings.ts';

/**
 * A meeting and what carries it at one moment. Numbers of the processes are of all meetings together. Null: not known,
 * or no media node is there.
 */
export interface Sample {
	/** ms since the epoch */
	readonly at: number;
	/** participants with a device in the meeting */
	readonly present: number;
	/** devices in the meeting */
	readonly devices: number;
	/** of them with media at the node */
	readonly joined: number | null;
	/** RTP packets per second towards the devices */
	readonly pps: number;
	readonly mbpsDown: number;
	readonly mbpsUp: number;
	/** share of packets lost, 0 to 1 */
	readonly lossDown: number | null;
	readonly lossUp: number | null;
	readonly weak: number;
	/** workers together, in cores */
	readonly workerCpu: number | null;
	/** CPU time of the workers for each packet that they forwarded, in µs */
	readonly workerMicrosPerPacket: number | null;
	readonly workerRssMb: number | null;
	readonly nodeEventLoopP99Ms: number | null;
	/** in cores */
	readonly controlCpu: number | null;
	readonly controlEventLoopP99Ms: number;
	readonly controlRssMb: number;
}

/** A device in the meeting. */
export interface DeviceFigures {
	readonly deviceId: string;
	readonly participantId: string;
	/** null: no media at the node */
	readonly worker: number | null;
	/** null: not measured yet */
	readonly grade: LinkGrade | null;
	readonly link: Omit<EndpointLink, 'endpointId'> | null;
	/** null: with no media node, or there is but one */
	readonly home: Home | null;
}

/** What the operations page of a meeting asks for every few seconds. */
export interface Figures {
	/** oldest first; the last one is of now */
	readonly samples: readonly Sample[];
	/** of all nodes, one after the other; null: no media node is there */
	readonly workers: readonly (WorkerLoad & { readonly nodeId: string })[] | null;
	readonly devices: readonly DeviceFigures[];
	/** null: there is but one */
	readonly nodes: MeetingNodes | null;
	readonly timings: Readonly<Record<TimingName, TimingSummary | null>>;
}

/** A meeting that is in memory. */
export interface WatchedMeeting {
	readonly id: string;
	readonly title: string;
	readonly phase: 'planned' | 'open' | 'live' | 'paused' | 'ended';
	readonly present: number;
	readonly devices: number;
	readonly weak: number;
	readonly mbpsDown: number;
}
