import type { ParticipantLink } from '#contract/links.ts';
import type { Connection } from '#lib/live/connection.ts';

/** How the links of all participants do, as the server tells those who run the meeting while they look. */
export class LinkGrades {
	/** by participant */
	#links = $state.raw<Readonly<Record<string, ParticipantLink>>>({});
	readonly #connection: Pick<Connection, 'on' | 'request'>;

	constructor(connection: Pick<Connection, 'on' | 'request'>) {
		this.#connection = connection;
	}

	get(participantId: string): ParticipantLink | undefined {
		return this.#links[participantId];
	}

	/** From now on, on a link that stands; the way back ends it. After a link that was lost, call it again. */
	look(): () => void {
		const stop = this.#connection.on('links/grades', (links) => {
			this.#links = { ...this.#links, ...Object.fromEntries(links.map((link) => [link.participantId, link])) };
		});
		void this.#connection.request('links/open', {});
		return () => {
			stop();
			this.#links = {};
			void this.#connection.request('links/close', {});
		};
	}
}
