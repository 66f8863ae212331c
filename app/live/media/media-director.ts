import type { MediaMessages } from '#contract/messages.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import type {
	EndpointNotice,
	EndpointNoticeName,
	EndpointRequestName,
	NodeRequestInput,
	Source,
	Stage,
} from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import type { RunningMeeting } from '../running-meeting.ts';
import { resolveStage } from './resolve-stage.ts';

interface Audience {
	tell<N extends keyof MediaMessages>(deviceId: string, name: N, message: MediaMessages[N]): void;
	tellAll<N extends keyof MediaMessages>(name: N, message: MediaMessages[N]): void;
}

type SourceState = 'live' | 'paused' | 'none';

/** After a node that is connected did not do as it was told: how long until it is told again, in ms. */
const tellAgainAfter = 1_000;

/** Turns one meeting's state into what its media conference shows, and speaks for its devices on the link. */
export class MediaDirector {
	readonly meeting: RunningMeeting;
	readonly #link: Link;
	readonly #log: Logger;
	readonly #closed: () => void;
	#sending = new Map<string, Set<Source>>();
	/** devices that left, which the node has not acknowledged */
	readonly #departed = new Set<string>();
	readonly #stopListening: () => void;
	#audience: Audience | undefined;
	/** what the node has been told, as JSON; undefined: nothing, or it has forgotten */
	#told: string | undefined;
	#isOpen = false;
	#telling = false;
	/** the node's notices were lost, and it has not told again what they were about */
	#reportDue = false;
	#again: NodeJS.Timeout | undefined;

	constructor(meeting: RunningMeeting, ports: { link: Link; log: Logger; closed: () => void }) {
		this.meeting = meeting;
		this.#link = ports.link;
		this.#log = ports.log;
		this.#closed = ports.closed;
		this.#stopListening = meeting.onRecords(() => void this.#direct());
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
		// It is back: the end of its former life must not reach the node after its return.
		this.#departed.delete(deviceId);
		const ids = { conferenceId: this.meeting.id, endpointId: deviceId };
		// The gateway has validated the input by the same table that this type comes from.
		const output = await this.#link.request(name, { ...input, ...ids } as NodeRequestInput<typeof name>);
		if (name === 'open' && !this.#isOpen) {
			this.#isOpen = true;
			await this.#direct();
		}
		return output as object | null;
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#sending.delete(deviceId);
		if (!this.#isOpen) return;
		this.#departed.add(deviceId);
		this.#link.request('leave', { conferenceId: this.meeting.id, endpointId: deviceId }).then(
			() => this.#departed.delete(deviceId),
			(error: unknown) => this.#tellAgain(error, 'an endpoint could not be removed yet'),
		);
	}

	sourceChanged(deviceId: string, source: Source, state: SourceState): void {
		const sending = this.#sending.get(deviceId) ?? new Set();
		if (state === 'none') sending.delete(source);
		else sending.add(source);
		// What a device that has left sent is told as gone after its departure: nothing of it must stay.
		if (sending.size > 0) this.#sending.set(deviceId, sending);
		else this.#sending.delete(deviceId);
		if (source === 'screen' && state === 'none') this.#stopContent(deviceId);
		void this.#direct();
	}

	/** All that the node has from devices, in place of what was known. */
	sourcesTold(sources: readonly { readonly endpointId: string; readonly source: Source }[]): void {
		const former = this.#sending;
		this.#sending = new Map();
		for (const { endpointId, source } of sources)
			this.#sending.set(endpointId, (this.#sending.get(endpointId) ?? new Set<Source>()).add(source));
		for (const [deviceId, sent] of former)
			if (sent.has('screen') && !this.#sending.get(deviceId)?.has('screen')) this.#stopContent(deviceId);
		void this.#direct();
	}

	/** The link was down and the conference is still open: what either end said meanwhile did not reach the other. */
	nodeReturned(): void {
		if (!this.#isOpen) return;
		this.#told = undefined;
		this.#reportDue = true;
		this.#resume();
	}

	notify<N extends EndpointNoticeName>(deviceId: string, name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tell(deviceId, `media/${name}` as keyof MediaMessages, notice as never);
	}

	notifyAll<N extends EndpointNoticeName>(name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tellAll(`media/${name}` as keyof MediaMessages, notice as never);
	}

	/** The conference is gone from its node, or its worker died: everybody joins anew. */
	lost(): void {
		this.#isOpen = false;
		this.#told = undefined;
		this.#sending.clear();
		this.#departed.clear();
		this.#reportDue = false;
		clearTimeout(this.#again);
		this.notifyAll('lost', {});
	}

	close(): void {
		this.#stopListening();
		clearTimeout(this.#again);
		this.#closed();
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#link.request('close', { conferenceId: this.meeting.id }).catch((error: unknown) => {
			this.#log.warn({ err: error }, 'a conference could not be closed');
		});
	}

	/** Tells the node the stage when it has changed; while one telling is under way, the next waits for the latest. */
	async #direct(): Promise<void> {
		if (!this.#isOpen || this.#telling) return;
		this.#telling = true;
		try {
			for (;;) {
				const stage = this.#stage();
				const json = JSON.stringify(stage);
				if (json === this.#told) break;
				await this.#link.request('set-stage', { conferenceId: this.meeting.id, stage });
				this.#told = json;
			}
		} catch (error) {
			this.#tellAgain(error, 'the stage could not be set');
		} finally {
			this.#telling = false;
		}
	}

	/** Catches up with the node in what one of both missed. */
	#resume(): void {
		for (const deviceId of this.#departed) this.leave(deviceId);
		if (!this.#reportDue) return void this.#direct();
		this.#link.request('report', { conferenceId: this.meeting.id }).then(
			() => {
				this.#reportDue = false;
				return this.#direct();
			},
			(error: unknown) => this.#tellAgain(error, 'the conference was not reported'),
		);
	}

	/** A node that is gone calls for it by itself when it is back; one that is there and failed does not. */
	#tellAgain(error: unknown, what: string): void {
		this.#log.warn({ err: error }, what);
		const code = error instanceof MediaError ? error.code : 'media-failed';
		if (!this.#isOpen || code === 'media-node-absent') return;
		if (code === 'conference-unknown') return this.lost();
		clearTimeout(this.#again);
		this.#again = setTimeout(() => this.#resume(), tellAgainAfter);
	}

	#stage(): Stage {
		const { state } = this.meeting;
		return state.lifecycle.phase === 'ended' ? { video: [], audio: [] } : resolveStage(state, this.#sending);
	}

	#stopContent(deviceId: string): void {
		this.meeting.giveAsSystem('content-stopped', { deviceId }).catch((error: unknown) => {
			this.#log.error({ err: error }, 'the end of content could not be recorded');
		});
	}
}
