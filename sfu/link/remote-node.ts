import type { Socket } from 'socket.io';
import { nodeRequests, type NodeRequestInput, type NodeRequestName, type NodeRequestOutput } from './contract.ts';
import { MediaError, type MediaErrorCode } from './errors.ts';
import { answerSchema, parse } from './wire.ts';

/**
 * A node's worker answers within milliseconds; one that is busy with a join storm gets this long, in ms. Well below
 * what a browser waits for its answer: it must hear the code, not silence.
 */
const requestTimeout = 5_000;

const absent: ReadonlySet<MediaErrorCode> = new Set(['media-node-absent', 'media-node-timeout']);

/** A connected media node, as the control process sees it. */
export class RemoteNode {
	/** of the process that the node is at present */
	readonly incarnation: string;
	readonly #socket: Socket;
	/** Rejects each unanswered request. */
	readonly #pending = new Set<() => void>();

	constructor(incarnation: string, socket: Socket) {
		this.incarnation = incarnation;
		this.#socket = socket;
		socket.once('disconnect', () => {
			for (const abandon of this.#pending) abandon();
			this.#pending.clear();
		});
	}

	/** Asks the node; throws MediaError `media-node-absent`, `media-node-timeout` or the node's refusal. */
	async request<N extends NodeRequestName>(name: N, input: NodeRequestInput<N>): Promise<NodeRequestOutput<N>> {
		const raw = await this.#ask(name, input);
		const answer = parse(answerSchema, raw, `answer to ${name}`);
		if (!answer.ok) throw new MediaError(answer.code, answer.detail);
		return parse(nodeRequests[name].output, answer.output, `answer to ${name}`) as NodeRequestOutput<N>;
	}

	/** Whether it is there: a machine that lost its power is not, though nobody has ended its connection. */
	async answers(): Promise<boolean> {
		return this.request('get-stats', {}).then(
			() => true,
			(error: unknown) => error instanceof MediaError && !absent.has(error.code),
		);
	}

	disconnect(): void {
		this.#socket.disconnect(true);
	}

	#ask(name: string, input: unknown): Promise<unknown> {
		if (!this.#socket.connected) return Promise.reject(new MediaError('media-node-absent'));
		return new Promise((resolve, reject) => {
			// Told apart from a timeout, and at once: whoever waits can start healing without delay.
			const abandon = () => reject(new MediaError('media-node-absent', `disconnected during ${name}`));
			this.#pending.add(abandon);
			this.#socket.timeout(requestTimeout).emit('request', name, input, (late: Error | null, answer: unknown) => {
				this.#pending.delete(abandon);
				if (late) reject(new MediaError('media-node-timeout', name));
				else resolve(answer);
			});
		});
	}
}
