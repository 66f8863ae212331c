import { refuse, type Refusal } from '#meeting/refusal.ts';
import type { NodeRequestInput } from '#sfu/link/contract.ts';
import type { EndpointNotice, EndpointNoticeName, EndpointRequestName } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Timings } from '../ops/timings.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { KnownNodes } from './known-nodes.ts';
import type { Links } from './links.ts';
import type { NodeConference } from './node-conference.ts';
import type { NodeConferences } from './node-conferences.ts';

interface DeviceRequestsPorts {
	readonly request: Link['request'];
	readonly nodes: KnownNodes;
	readonly conferences: NodeConferences;
	readonly links: Links;
	readonly timings: Timings;
	/** The device waits outside of a closed item. */
	readonly isOutside: (deviceId: string) => boolean;
	/** All wait for what the device sends. */
	readonly isAwaited: (deviceId: string) => boolean;
	/** The device has joined, or hears from us again. */
	readonly onCaughtUp: (deviceId: string) => void;
	readonly tell: <N extends EndpointNoticeName>(deviceId: string, name: N, notice: EndpointNotice<N>) => void;
}

/** By these a device gets a place with a node. */
const entering: ReadonlySet<EndpointRequestName> = new Set(['open', 'join']);

/** Who asks for these waits a moment for a node that is about to be there: anew is dearer than late. */
const patient = entering.union(new Set<EndpointRequestName>(['resync']));

/** What the devices of one meeting ask of their nodes, each for its own endpoint. */
export class DeviceRequests {
	readonly #meeting: RunningMeeting;
	readonly #ports: DeviceRequestsPorts;
	/** the latest join of each device that waits for its turn */
	readonly #joining = new Map<string, symbol>();

	constructor(meeting: RunningMeeting, ports: DeviceRequestsPorts) {
		this.#meeting = meeting;
		this.#ports = ports;
	}

	/** Throws MediaError; refuses what the meeting does not allow. */
	async request(deviceId: string, name: EndpointRequestName, input: object): Promise<object | null | Refusal> {
		const { nodes, conferences, links, timings } = this.#ports;
		const refused = this.#whyNot(deviceId, name, input);
		if (refused) return refused;
		// After a restart of ours nobody's node is known before it is there.
		if (patient.has(name) || (name !== 'leave' && conferences.nodeOf(deviceId) === undefined)) {
			await nodes.until(() => conferences.isAnswered(deviceId, entering.has(name)));
			const since = this.#whyNot(deviceId, name, input);
			if (since) return since;
		}
		// Who has no place has nothing to ask for, and nothing to take away.
		if (!entering.has(name) && conferences.nodeOf(deviceId) === undefined) {
			if (name === 'leave') return null;
			throw new MediaError('endpoint-unknown', deviceId);
		}
		const { nodeId, conference } = conferences.place(deviceId, entering.has(name));
		conference.returned(deviceId);
		if (name === 'open') return conference.open();
		// Another incarnation: what was measured of the former one says nothing of it.
		if (name === 'join') links.forget(deviceId);
		const ids = { conferenceId: this.#meeting.id, endpointId: deviceId };
		// The gateway has validated the input by the same table that this type comes from.
		const ask = () => this.#ports.request(nodeId, name, { ...input, ...ids } as NodeRequestInput<typeof name>);
		const answer = (await (name === 'join' ? this.#join(deviceId, nodeId, conference, ask) : ask())) as object | null;
		if (name === 'join') conference.joined(deviceId);
		if (name === 'leave') conference.parted(deviceId);
		if (name === 'connect-transport' || name === 'watch') {
			timings.end('join', deviceId);
			timings.end('heal', deviceId);
		}
		const known = name === 'resync' ? links.get(deviceId) : undefined;
		if (known) this.#ports.tell(deviceId, 'link', { grade: known.grade, carrying: known.link.carrying });
		if (name === 'join' || name === 'resync') this.#ports.onCaughtUp(deviceId);
		return answer;
	}

	/** The device left: it does not come in any more when its turn comes. */
	forget(deviceId: string): void {
		this.#joining.delete(deviceId);
	}

	#whyNot(deviceId: string, name: EndpointRequestName, input: object): Refusal | undefined {
		const { lifecycle, stage } = this.#meeting.state;
		// Its end may have been asked for by the device itself, which sees the same state.
		if (name === 'leave') return undefined;
		if (this.#ports.isOutside(deviceId)) return refuse('waits-outside');
		if (lifecycle.phase === 'ended') return refuse('meeting-ended');
		const shares = name === 'produce' && 'source' in input && input.source === 'screen';
		return shares && stage.content?.deviceId !== deviceId ? refuse('not-allowed') : undefined;
	}

	/** In its turn; who left, asked anew or was called to another node meanwhile does not come in any more. */
	async #join<T>(deviceId: string, nodeId: string, conference: NodeConference, ask: () => Promise<T>): Promise<T> {
		const turn = Symbol(deviceId);
		this.#joining.set(deviceId, turn);
		return this.#ports.nodes.admissionOf(nodeId).run(async () => {
			const isMoved = this.#ports.conferences.nodeOf(deviceId) !== nodeId;
			if (isMoved || this.#joining.get(deviceId) !== turn) throw new MediaError('endpoint-unknown', deviceId);
			this.#joining.delete(deviceId);
			// The node lets in whom it knows of: the end of a closed item must not reach it after who comes back from outside.
			void conference.tell();
			return ask();
		}, this.#ports.isAwaited(deviceId));
	}
}
