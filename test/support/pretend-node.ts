import type { NodeNotice, NodeRequestHandlers, NodeRequestName } from '#sfu/link/contract.ts';
import { dialLink, type NodeLink } from '#sfu/link/dial-link.ts';
import { nodeRequests } from '#sfu/link/contract.ts';
import { pino } from 'pino';

type Carried = NodeNotice<'node-ready'>['conferences'];
type Sources = NodeNotice<'sources'>['sources'];

/** The way to a device that nothing goes. */
const transport = {
	id: 'transport',
	iceParameters: { usernameFragment: 'u', password: 'p', iceLite: true },
	iceCandidates: [],
	dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: '00' }] },
};

/** A media node that carries no media: it says of devices what they send, and remembers what it was asked. */
export class PretendNode {
	readonly asked: { readonly name: NodeRequestName; readonly input: object }[] = [];
	readonly #link: NodeLink;

	private constructor(link: { readonly url: string; readonly token: string }, carried: Carried, isUp: () => void) {
		const handler = (name: NodeRequestName) => (input: object) => {
			this.asked.push({ name, input });
			if (name === 'join') return Promise.resolve({ send: transport, receive: transport });
			if (name === 'produce') return Promise.resolve({ producerId: 'producer' });
			return Promise.resolve(name === 'open' ? { rtpCapabilities: { codecs: [] } } : null);
		};
		const names = Object.keys(nodeRequests) as NodeRequestName[];
		this.#link = dialLink({
			...link,
			handlers: Object.fromEntries(names.map((name) => [name, handler(name)])) as unknown as NodeRequestHandlers,
			ready: () => {
				isUp();
				return { workers: 1, conferences: carried };
			},
			onHeard: () => {},
			onLost: () => {},
			graceMs: 10_000,
			log: pino({ level: 'silent' }),
		});
	}

	/** Resolves when the link stands. */
	static async start(
		link: { readonly url: string; readonly token: string },
		carried: Carried = [],
	): Promise<PretendNode> {
		const { promise, resolve } = Promise.withResolvers<void>();
		const node = new PretendNode(link, carried, resolve);
		await promise;
		return node;
	}

	/** All that the meeting's devices send from now on. */
	send(conferenceId: string, sources: Sources): void {
		this.#link.notify('sources', { conferenceId, sources });
	}

	/** As after a line that was cut. */
	redial(): void {
		this.#link.redial();
	}

	close(): void {
		this.#link.close();
	}
}
