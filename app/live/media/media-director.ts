import type { MediaMessages, MessageName, Messages } from '#contract/messages.ts';
import { connectedChairs, type Speakers } from '#meeting/stage/stage-of.ts';
import { stageModeOf } from '#meeting/stage/state.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import type { NodeNotice, NodeRequestInput, NodeRequestOutput, Stage } from '#sfu/link/contract.ts';
import type { EndpointNotice, EndpointNoticeName, EndpointRequestName, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import { Timings } from '../ops/timings.ts';
import type { Observer } from '../observer.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { Admission } from './admission.ts';
import { Links } from './links.ts';
import { NodeTeller } from './node-teller.ts';
import { cameraOf, resolveStage } from './resolve-stage.ts';
import { Rotation } from './rotation.ts';
import { Sending } from './sending.ts';
import { hear, silence, speakersOf, speechAbove } from './voices.ts';

interface Audience {
	tell<N extends MessageName>(deviceId: string, name: N, message: Messages[N]): void;
	tellAll<N extends MessageName>(name: N, message: Messages[N]): void;
}

interface MediaDirectorPorts {
	readonly link: Link;
	readonly admission: Admission;
	readonly observer: Observer;
	readonly log: Logger;
	readonly closed: () => void;
}

/** These may put somebody else onto the main place. */
const switching: ReadonlySet<MeetingEvent['type']> = new Set(['floor-granted', 'stage-directed', 'poll-advanced']);

/** Turns one meeting's state into what its media conference shows, and speaks for its devices on the link. */
export class MediaDirector {
	readonly meeting: RunningMeeting;
	readonly sending = new Sending();
	readonly links = new Links();
	/** how long devices wait, by device */
	readonly timings: Timings;
	readonly #ports: MediaDirectorPorts;
	readonly #teller: NodeTeller;
	readonly #stopListening: () => void;
	/** the latest join of each device that waits for its turn */
	readonly #joining = new Map<string, symbol>();
	/** what devices asked to look at, as participants */
	readonly #looks = new Map<string, readonly string[]>();
	readonly #rotation: Rotation;
	#audience: Audience | undefined;
	#speakers: Speakers = [];
	#capabilities: NodeRequestOutput<'open'> | undefined;
	#voices = silence;
	#speaking: readonly string[] = [];

	constructor(meeting: RunningMeeting, ports: MediaDirectorPorts) {
		this.meeting = meeting;
		this.#ports = ports;
		this.timings = new Timings((name, ms) => ports.observer.timed(name, ms));
		this.#rotation = new Rotation(() => this.#direct());
		this.#teller = new NodeTeller(meeting.id, {
			link: ports.link,
			log: ports.log,
			stage: () => this.#stage(),
			views: () => this.#views(),
			onStageTold: () => this.timings.end('switch', ''),
			onLost: () => this.lost(),
		});
		this.#stopListening = meeting.onRecords((records) => {
			if (records.some(({ event }) => switching.has(event.type)) && this.#teller.owesStage)
				this.timings.begin('switch', '');
			this.#direct();
		});
	}

	watch(audience: Audience): void {
		this.#audience = audience;
	}

	/** A device asks for its own endpoint. Throws MediaError; refuses what the meeting does not allow. */
	async request(deviceId: string, name: EndpointRequestName, input: object): Promise<object | null | Refusal> {
		const { lifecycle, stage } = this.meeting.state;
		if (lifecycle.phase === 'ended' && name !== 'leave') return refuse('meeting-ended');
		if (name === 'produce' && 'source' in input && input.source === 'screen' && stage.content?.deviceId !== deviceId)
			return refuse('not-allowed');
		this.#teller.returned(deviceId);
		if (name === 'open') return this.#open();
		// Another incarnation: what was measured of the former one says nothing of it.
		if (name === 'join') this.links.forget(deviceId);
		const ids = { conferenceId: this.meeting.id, endpointId: deviceId };
		// The gateway has validated the input by the same table that this type comes from.
		const ask = () => this.#ports.link.request(name, { ...input, ...ids } as NodeRequestInput<typeof name>);
		const answer = (await (name === 'join' ? this.#join(deviceId, ask) : ask())) as object | null;
		if (name === 'connect-transport' || name === 'watch') {
			this.timings.end('join', deviceId);
			this.timings.end('heal', deviceId);
		}
		const known = name === 'resync' ? this.links.get(deviceId) : undefined;
		if (known) this.notify(deviceId, 'link', { grade: known.grade, carrying: known.link.carrying });
		return answer;
	}

	/** Whom a device looks at live besides the stage; nobody: an empty list. */
	look(deviceId: string, participantIds: readonly string[]): void {
		if (participantIds.length > 0) this.#looks.set(deviceId, participantIds);
		else this.#looks.delete(deviceId);
		this.#direct();
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#joining.delete(deviceId);
		this.#looks.delete(deviceId);
		this.sending.forget(deviceId);
		this.links.forget(deviceId);
		this.timings.forget(deviceId);
		this.#teller.left(deviceId);
	}

	sourceChanged(deviceId: string, source: Source, state: NodeNotice<'source-changed'>['state']): void {
		const known = this.sending.has(deviceId, source);
		this.sending.set(deviceId, source, state);
		if (state !== 'none' && known)
			this.#tellAll('source-muted', { endpointId: deviceId, source, muted: state === 'paused' });
		if (source === 'screen' && state === 'none') this.#stopContent(deviceId);
		this.#direct();
	}

	/** All that the node has from devices, in place of what was known. */
	sourcesTold(sources: NodeNotice<'sources'>['sources']): void {
		const screens = this.sending.devicesWith('screen');
		this.sending.clear();
		for (const { endpointId, source, muted } of sources)
			this.sending.set(endpointId, source, muted ? 'paused' : 'live');
		for (const deviceId of screens) if (!this.sending.has(deviceId, 'screen')) this.#stopContent(deviceId);
		this.#direct();
	}

	/** Voices as the node hears them: devices, loudest first. */
	levelsTold(levels: NodeNotice<'levels'>['levels']): void {
		const speaking = levels.filter(({ dbov }) => dbov > speechAbove).map(({ endpointId }) => endpointId);
		if (speaking.join() !== this.#speaking.join()) {
			this.#speaking = speaking;
			this.#tellAll('speaking', { endpointIds: speaking });
		}
		const owners = this.#owners();
		const loud = levels.flatMap(({ endpointId, dbov }) => {
			const id = owners.get(endpointId);
			return id === undefined ? [] : [{ id, dbov }];
		});
		this.#voices = hear(this.#voices, loud, performance.now());
		this.#tellSpeakers();
		this.#direct();
	}

	/** How the links of some devices are; each is told what has changed of its own. */
	linksTold(links: NodeNotice<'links'>['links']): void {
		for (const { deviceId, grade, carrying } of this.links.take(links))
			this.notify(deviceId, 'link', { grade, carrying });
	}

	/** The link was down and the conference is still open: what either end said meanwhile did not reach the other. */
	nodeReturned(): void {
		this.#teller.nodeReturned();
	}

	notify<N extends EndpointNoticeName>(deviceId: string, name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tell(deviceId, `media/${name}` as keyof MediaMessages, notice as never);
	}

	/** Of these devices everything at the node is gone, of all if none are named: they join anew. */
	lost(deviceIds?: readonly string[]): void {
		if (deviceIds) {
			for (const deviceId of deviceIds) {
				this.links.forget(deviceId);
				this.timings.begin('heal', deviceId);
				this.notify(deviceId, 'lost', {});
			}
			return;
		}
		this.#teller.forget();
		for (const { link } of this.links.all) this.timings.begin('heal', link.endpointId);
		this.links.clear();
		this.sending.clear();
		this.#capabilities = undefined;
		this.#tellAll('lost', {});
	}

	close(): void {
		this.#stopListening();
		this.#rotation.close();
		this.#teller.close();
		this.#ports.closed();
	}

	/** What the node can do does not change: of hundreds who come at once one asks it. */
	async #open(): Promise<NodeRequestOutput<'open'>> {
		const capabilities =
			this.#capabilities ?? (await this.#ports.link.request('open', { conferenceId: this.meeting.id }));
		this.#capabilities = capabilities;
		await this.#teller.opened();
		return capabilities;
	}

	/** In its turn; who left or asked anew meanwhile does not come in any more. */
	async #join<T>(deviceId: string, ask: () => Promise<T>): Promise<T> {
		const turn = Symbol(deviceId);
		this.#joining.set(deviceId, turn);
		return this.#ports.admission.run(async () => {
			if (this.#joining.get(deviceId) !== turn) throw new MediaError('endpoint-unknown', deviceId);
			this.#joining.delete(deviceId);
			return ask();
		});
	}

	/** Who stands on the stage of a meeting that the voice directs; nobody in others, where it is of no use. */
	get speakers(): Speakers {
		return this.#speakers;
	}

	#tellSpeakers(): void {
		const speakers = stageModeOf(this.meeting.state) === 'voice' ? speakersOf(this.#voices) : [];
		if (speakers.join() === this.#speakers.join()) return;
		this.#speakers = speakers;
		this.#audience?.tellAll('speakers', speakers);
	}

	#direct(): void {
		const { state } = this.meeting;
		const lectures = stageModeOf(state) === 'lecture' && state.lifecycle.phase !== 'ended';
		const seen = (state.plan?.participants ?? []).filter(({ id }) => cameraOf(state, this.sending, id) !== undefined);
		this.#rotation.turn(lectures ? seen.map(({ id }) => id) : []);
		void this.#teller.tell();
	}

	#stage(): Stage {
		const { state } = this.meeting;
		if (state.lifecycle.phase === 'ended') return { tracks: [], cued: [] };
		return resolveStage(state, this.sending, this.#speakers);
	}

	/** In a lecture the chair's devices look at the sites in turn, unless they look at something of their own choice. */
	#views(): Map<string, readonly string[]> {
		const { state } = this.meeting;
		const looks = new Map(this.#looks);
		for (const chair of this.#rotation.shown.length > 0 ? connectedChairs(state) : [])
			for (const device of state.attendance.came[chair]?.devices ?? [])
				if (!looks.has(device))
					looks.set(
						device,
						this.#rotation.shown.filter((id) => id !== chair),
					);
		const cameras = (ids: readonly string[]) => ids.flatMap((id) => cameraOf(state, this.sending, id) ?? []);
		return new Map([...looks].map(([deviceId, ids]) => [deviceId, [...new Set(cameras(ids))]]));
	}

	/** device → participant */
	#owners(): Map<string, string> {
		const came = Object.entries(this.meeting.state.attendance.came);
		return new Map(came.flatMap(([id, { devices }]) => devices.map((device) => [device, id] as const)));
	}

	#tellAll<N extends EndpointNoticeName>(name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tellAll(`media/${name}` as keyof MediaMessages, notice as never);
	}

	#stopContent(deviceId: string): void {
		this.meeting.giveAsSystem('content-stopped', { deviceId }).catch((error: unknown) => {
			this.#ports.log.error({ err: error }, 'the end of content could not be recorded');
		});
	}
}
