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
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import type { RunningMeeting } from '../running-meeting.ts';
import { resolveStage } from './resolve-stage.ts';

interface Audience {
	tell<N extends keyof MediaMessages>(deviceId: string, name: N, message: MediaMessages[N]): void;
	tellAll<N extends keyof MediaMessages>(name: N, message: MediaMessages[N]): void;
}

type SourceState = 'live' | 'paused' | 'none';

/** Turns one meeting's state into what its media conference shows, and speaks for its devices on the link. */
export class MediaDirector {
	readonly meeting: RunningMeeting;
	readonly #link: Link;
	readonly #log: Logger;
	readonly #closed: () => void;
	readonly #sending = new Map<string, Set<Source>>();
	readonly #stopListening: () => void;
	#audience: Audience | undefined;
	/** what the node has been told, as JSON; undefined: nothing, or it has forgotten */
	#told: string | undefined;
	#isOpen = false;
	#telling = false;

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
		this.#link.request('leave', { conferenceId: this.meeting.id, endpointId: deviceId }).catch((error: unknown) => {
			this.#log.warn({ err: error, deviceId }, 'an endpoint could not be removed');
		});
	}

	sourceChanged(deviceId: string, source: Source, state: SourceState): void {
		const sending = this.#sending.get(deviceId) ?? new Set();
		this.#sending.set(deviceId, sending);
		if (state === 'none') sending.delete(source);
		else sending.add(source);
		if (source === 'screen' && state === 'none') this.#stopContent(deviceId);
		void this.#direct();
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
		this.notifyAll('lost', {});
	}

	close(): void {
		this.#stopListening();
		this.#closed();
		if (!this.#isOpen) return;
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
			// A node that is gone is set anew when it is back.
			this.#log.warn({ err: error }, 'the stage could not be set');
		} finally {
			this.#telling = false;
		}
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
