import type { MediaMessages, MessageName, Messages } from '#contract/messages.ts';
import { isClosedSession, outsideOf } from '#meeting/closed-session.ts';
import type { Speakers } from '#meeting/stage/stage-of.ts';
import { ownerOf } from '#meeting/sound.ts';
import { stageModeOf } from '#meeting/stage/state.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import type { NodeNotice, NodeRequestInput, NodeRequestOutput } from '#sfu/link/contract.ts';
import type { EndpointNotice, EndpointNoticeName, EndpointRequestName, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import { Timings } from '../ops/timings.ts';
import type { Observer } from '../observer.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { Admission } from './admission.ts';
import { Ear } from './ear.ts';
import { Links } from './links.ts';
import { Looks } from './looks.ts';
import { NodeTeller, type Declared } from './node-teller.ts';
import { hasSound, resolveStage } from './resolve-stage.ts';
import { Sending } from './sending.ts';

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
const switching: ReadonlySet<MeetingEvent['type']> = new Set([
	'floor-granted',
	'stage-directed',
	'poll-advanced',
	'address-begun',
]);

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
	readonly #looks: Looks;
	readonly #ear: Ear;
	/** devices of those who wait outside of a closed item */
	#outside: ReadonlySet<string> = new Set();
	/** devices that may be in it while a closed item is dealt with; null: all */
	#attending: string[] | null = null;
	#audience: Audience | undefined;
	#capabilities: NodeRequestOutput<'open'> | undefined;
	#directing: NodeJS.Immediate | undefined;

	constructor(meeting: RunningMeeting, ports: MediaDirectorPorts) {
		this.meeting = meeting;
		this.#ports = ports;
		this.timings = new Timings((name, ms) => ports.observer.timed(name, ms));
		this.#looks = new Looks(() => this.#direct());
		this.#ear = new Ear({
			// Of somebody's devices only the one that is heard can make them a speaker.
			ownerOf: (deviceId) => (hasSound(meeting.state, deviceId) ? ownerOf(meeting.state, deviceId) : undefined),
			onSpeaking: (endpointIds) => this.#tellAll('speaking', { endpointIds: [...endpointIds] }),
			onSpeakers: (speakers) => {
				this.#audience?.tellAll('speakers', speakers);
				this.#direct();
			},
		});
		this.#teller = new NodeTeller(meeting.id, {
			link: ports.link,
			log: ports.log,
			declare: () => this.#declare(),
			onStageTold: () => this.timings.end('switch', ''),
			onLost: () => this.lost(),
		});
		this.#stopListening = meeting.onRecords((records) => {
			if (records.some(({ event }) => switching.has(event.type)) && this.#teller.owesStage)
				this.timings.begin('switch', '');
			this.#keepOutside();
			this.#direct();
		});
		this.#keepOutside();
	}

	watch(audience: Audience): void {
		this.#audience = audience;
	}

	/** A device asks for its own endpoint. Throws MediaError; refuses what the meeting does not allow. */
	async request(deviceId: string, name: EndpointRequestName, input: object): Promise<object | null | Refusal> {
		const { lifecycle, stage } = this.meeting.state;
		// Its end may have been asked for by the device itself, which sees the same state.
		if (name !== 'leave' && this.#outside.has(deviceId)) return refuse('waits-outside');
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
		this.#looks.choose(deviceId, participantIds);
		this.#direct();
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#forget(deviceId);
		this.#teller.left(deviceId);
	}

	#forget(deviceId: string): void {
		this.#joining.delete(deviceId);
		this.#looks.choose(deviceId, []);
		this.sending.forget(deviceId);
		this.links.forget(deviceId);
		this.timings.forget(deviceId);
	}

	sourceChanged(deviceId: string, source: Source, state: NodeNotice<'source-changed'>['state']): void {
		this.sending.set(deviceId, source, state);
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
		const { state } = this.meeting;
		const directs = state.lifecycle.phase === 'live' && stageModeOf(state) === 'voice';
		this.#ear.listen(levels, directs, performance.now());
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
		clearImmediate(this.#directing);
		this.#looks.close();
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
			// The node lets in whom it knows of: the end of a closed item must not reach it after who comes back from outside.
			void this.#teller.tell();
			return ask();
		});
	}

	/** Who stands on the stage of a meeting that the voice directs; nobody in others, where it is of no use. */
	get speakers(): Speakers {
		return this.#ear.speakers;
	}

	/** Who may not attend what is dealt with now neither hears nor sends, whatever their devices believe. */
	#keepOutside(): void {
		const { state } = this.meeting;
		const outside = outsideOf(state);
		const came = Object.entries(state.attendance.came).map(([participantId, { devices }]) => ({
			participantId,
			devices,
		}));
		const { in: inside = [], out = [] } = Object.groupBy(came, (each) => (outside(each.participantId) ? 'out' : 'in'));
		const before = this.#outside;
		this.#outside = new Set(out.flatMap(({ devices }) => devices));
		this.#attending = isClosedSession(state) ? inside.flatMap(({ devices }) => devices) : null;
		for (const deviceId of this.#outside) if (!before.has(deviceId)) this.#forget(deviceId);
	}

	/** Once for all that happens in this turn: hundreds who come at once change what they send within moments. */
	#direct(): void {
		this.#directing ??= setImmediate(() => {
			this.#directing = undefined;
			this.#looks.follow(this.meeting.state, this.sending);
			void this.#teller.tell();
		});
	}

	#declare(): Declared {
		const { state } = this.meeting;
		return {
			stage: resolveStage(state, this.sending, this.#ear.speakers),
			views: this.#looks.views(state, this.sending),
			audience: this.#attending,
		};
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
