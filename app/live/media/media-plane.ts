import type { NodeNoticeHandlers, NodeRequestOutput } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { serveLink, type Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import { nobody, type Observer } from '../observer.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import { Admission } from './admission.ts';
import { MediaDirector } from './media-director.ts';

/** The control process's side of the media nodes: one director for each meeting that somebody is in. */
export class MediaPlane {
	readonly #log: Logger;
	/** one for all meetings: they share the node's workers */
	readonly #admission = new Admission();
	readonly #directors = new Map<string, MediaDirector>();
	readonly #observer: Observer;
	#onDirecting: (director: MediaDirector) => void = () => {};
	#link: Link | undefined;

	private constructor(log: Logger, observer: Observer) {
		this.#log = log;
		this.#observer = observer;
	}

	/** Listens for nodes that show the token. */
	static async open(token: string, log: Logger, observer = nobody): Promise<MediaPlane> {
		const plane = new MediaPlane(log, observer);
		plane.#link = await serveLink({ token, log, handlers: plane.#handlers(), onNodeGone: () => {} });
		return plane;
	}

	/** Where a local node dials. */
	get url(): string {
		if (!this.#link?.url) throw new Error('the link to the media nodes is not open');
		return this.#link.url;
	}

	/** By meeting, of those that somebody is in. */
	get directors(): ReadonlyMap<string, MediaDirector> {
		return this.#directors;
	}

	/** Hears of each director as it begins its work; one listener. */
	onDirecting(listener: (director: MediaDirector) => void): void {
		this.#onDirecting = listener;
	}

	/** How the node and its workers do. Throws MediaError `media-node-absent`, `media-node-timeout`. */
	async measureNode(): Promise<NodeRequestOutput<'get-stats'>> {
		if (!this.#link) throw new MediaError('media-node-absent');
		return this.#link.request('get-stats', {});
	}

	/**
	 * What a device and the node said to each other about lost packets and key frames, after event `after`; null while the
	 * device has no media.
	 */
	async trace(meetingId: string, deviceId: string, after: number): Promise<NodeRequestOutput<'trace'> | null> {
		try {
			return (await this.#link?.request('trace', { conferenceId: meetingId, endpointId: deviceId, after })) ?? null;
		} catch (error) {
			if (error instanceof MediaError) return null;
			throw error;
		}
	}

	direct(meeting: RunningMeeting): MediaDirector {
		if (!this.#link) throw new Error('the link to the media nodes is not open');
		const log = this.#log.child({ meetingId: meeting.id });
		const closed = () => void this.#directors.delete(meeting.id);
		const director = new MediaDirector(meeting, {
			link: this.#link,
			admission: this.#admission,
			observer: this.#observer,
			log,
			closed,
		});
		this.#directors.set(meeting.id, director);
		this.#onDirecting(director);
		return director;
	}

	async close(): Promise<void> {
		await this.#link?.close();
	}

	#closeConference(conferenceId: string): void {
		this.#link?.request('close', { conferenceId }).catch((error: unknown) => {
			this.#log.warn({ err: error, conferenceId }, 'a forgotten conference could not be closed');
		});
	}

	#handlers(): NodeNoticeHandlers {
		const of = (conferenceId: string) => this.#directors.get(conferenceId);
		return {
			'node-ready': ({ workers, conferences }) => {
				this.#log.info({ workers }, 'media node ready');
				for (const [id, director] of this.#directors) {
					if (conferences.includes(id)) director.nodeReturned();
					else director.lost();
				}
				// Their meetings have ended, here or in an earlier life of this process, while the link was down.
				for (const id of conferences) if (!this.#directors.has(id)) this.#closeConference(id);
			},
			consumers: ({ conferenceId, endpointId, ...notice }) => of(conferenceId)?.notify(endpointId, 'consumers', notice),
			'consumer-created': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(endpointId, 'consumer-created', notice),
			'consumer-closed': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(endpointId, 'consumer-closed', notice),
			'consumers-muted': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(endpointId, 'consumers-muted', notice),
			'source-wanted': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(endpointId, 'source-wanted', notice),
			'source-changed': ({ conferenceId, endpointId, source, state }) =>
				of(conferenceId)?.sourceChanged(endpointId, source, state),
			sources: ({ conferenceId, sources }) => of(conferenceId)?.sourcesTold(sources),
			lost: ({ conferenceId, endpointIds }) => of(conferenceId)?.lost(endpointIds),
			links: ({ conferenceId, links }) => of(conferenceId)?.linksTold(links),
			levels: ({ conferenceId, levels }) => of(conferenceId)?.levelsTold(levels),
		};
	}
}
