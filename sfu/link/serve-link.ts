import type { Server as Engine } from 'engine.io';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { Logger } from 'pino';
import type { NodeNoticeHandlers, NodeRequestInput, NodeRequestName, NodeRequestOutput } from './contract.ts';
import { MediaError } from './errors.ts';
import { FloodGuard } from './flood-guard.ts';
import { greet, type Greeted, type Whose } from './greet.ts';
import { hearNotices } from './hear-notices.ts';
import { RefusalLines } from './refusal-lines.ts';
import { RemoteNode } from './remote-node.ts';
import { heartbeat, linkPath, maxMessageBytes, type LinkRefusal } from './wire.ts';

export interface ServeLinkOptions {
	whose: Whose;
	/** What to do on each notice of a node. `node-ready` comes first, again after each reconnection. */
	handlers: (nodeId: string) => NodeNoticeHandlers;
	/** A node's connection ended. */
	onNodeGone?: (nodeId: string, how: Parting) => void;
	/** Somebody was not let in: the node of that id, or who claims to be it. */
	onRefused?: (nodeId: string, code: LinkRefusal['code']) => void;
	log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * How a node went. `ended`: it said so itself, or was sent away; it does not come back as what it was. `closed`: its connection
 * was, by whatever is at the other end; its process may have died, else it dials again at once. `silent`: it is not heard any
 * more, and may well go on where it is.
 */
export type Parting = 'ended' | 'closed' | 'silent';

/** The control process's end of the link to its media nodes. */
export interface Link {
	/** Where a node on this machine dials: 127.0.0.1, on a port from the system. */
	readonly url: string;
	/** For a server that nodes elsewhere dial: what it does with connections below this path. */
	readonly entry: { readonly path: string } & Pick<Engine, 'handleRequest' | 'handleUpgrade'>;
	/**
	 * Asks a node; validates its answer. Throws MediaError: `media-node-absent`, `media-node-timeout`, or the node's own
	 * refusal.
	 */
	request<N extends NodeRequestName>(
		nodeId: string,
		name: N,
		input: NodeRequestInput<N>,
	): Promise<NodeRequestOutput<N>>;
	/** Its token has come to be another one, or none: whoever came in by the former one goes, for good. */
	sendAway(nodeId: string): void;
	/** Idempotent. */
	close(): Promise<void>;
}

/** Who was cut off is not let in for so long: it is told why, and does not come back by itself. ms */
const cutOffFor = 60_000;

/** Who has connected and says nothing of itself for so long is nobody, in ms. */
const patience = 10_000;

/** How the error reads by which a WebSocket ends on a message that is larger than it may be (ws; nothing else of it is passed on). */
const tooLarge = /Max payload size exceeded/;

export async function serveLink(options: ServeLinkOptions): Promise<Link> {
	const { log, whose } = options;
	const own = createServer();
	const io = new Server({
		path: linkPath,
		serveClient: false,
		transports: ['websocket'],
		maxHttpBufferSize: maxMessageBytes,
		connectTimeout: patience,
		...heartbeat,
	});
	/** Those that are ready, by id. */
	const nodes = new Map<string, RemoteNode>();
	/** whose connection does not come back as what it was, whoever ends it */
	const over = new WeakSet<Socket>();
	/** who was cut off, and until when */
	const outside = new Map<string, number>();
	const refusals = new RefusalLines(log);

	const admit = async (said: unknown) => {
		const met = await greet(said, whose, (nodeId) => nodes.get(nodeId));
		if ('refused' in met || performance.now() >= (outside.get(met.nodeId) ?? 0)) return met;
		const words = `${met.nodeId} was cut off a moment ago, as the log of the control process says`;
		return { nodeId: met.nodeId, refused: { code: 'link-cut-off', words } } as const;
	};

	io.use((socket, next) => {
		admit(socket.handshake.auth).then(
			(met) => {
				if ('refused' in met) {
					const { nodeId, refused } = met;
					refusals.write({ address: socket.handshake.address, nodeId }, refused);
					if (nodeId !== undefined) options.onRefused?.(nodeId, refused.code);
					next(Object.assign(new Error(refused.code), { data: refused }));
				} else {
					socket.data = met;
					next();
				}
			},
			(error: unknown) => next(error instanceof Error ? error : new Error('link-failed')),
		);
	});

	io.on('connection', (socket) => {
		const { nodeId, incarnation } = socket.data as Greeted;
		const node = new RemoteNode(incarnation, socket);
		log.info({ nodeId, incarnation }, 'media node connected');
		const cutOff = (why: string) => {
			if (over.has(socket)) return;
			log.error({ nodeId, why }, 'media node cut off');
			over.add(socket);
			outside.set(nodeId, performance.now() + cutOffFor);
			socket.disconnect(true);
		};
		// Where somebody listens, socket.io tells of what is no packet at all, and closes.
		socket.on('error', () => cutOff('it does not keep to the wire'));
		const guard = new FloodGuard();
		socket.conn.on('data', (data: string | Buffer) => {
			if (!guard.heard(data.length)) cutOff('it says more than a node says');
		});
		hearNotices(socket, {
			handlers: options.handlers(nodeId),
			ready() {
				const former = nodes.get(nodeId);
				nodes.set(nodeId, node);
				if (former !== node) former?.disconnect();
			},
			onGarbage() {
				if (!guard.heardGarbage()) cutOff('it says again and again what no node says');
			},
			log: { error: (fields: object, text: string) => log.error({ nodeId, ...fields }, text) },
		});
		socket.on('disconnect', (reason, error?: unknown) => {
			if (error instanceof Error && tooLarge.test(error.message)) cutOff('a message of its was too large');
			if (!over.has(socket)) log.warn({ nodeId, reason }, 'media node disconnected');
			// A node that already came back over another connection is not gone.
			if (nodes.get(nodeId) !== node) return;
			nodes.delete(nodeId);
			const ended = over.has(socket) || reason === 'client namespace disconnect';
			options.onNodeGone?.(nodeId, ended ? 'ended' : reason === 'ping timeout' ? 'silent' : 'closed');
		});
	});

	io.attach(own);
	await new Promise<void>((resolve, reject) => {
		own.once('error', reject);
		own.listen(0, '127.0.0.1', resolve);
	});

	return {
		url: `http://127.0.0.1:${(own.address() as AddressInfo).port}`,
		entry: {
			path: linkPath,
			handleRequest: (request, response) => io.engine.handleRequest(request, response),
			handleUpgrade: (request, socket, head) => io.engine.handleUpgrade(request, socket, head),
		},
		async request(nodeId, name, input) {
			const node = nodes.get(nodeId);
			if (!node) throw new MediaError('media-node-absent', nodeId);
			return node.request(name, input);
		},
		sendAway(nodeId) {
			outside.delete(nodeId);
			for (const socket of io.sockets.sockets.values()) {
				if ((socket.data as Partial<Greeted>).nodeId !== nodeId) continue;
				log.info({ nodeId }, 'media node sent away: its token holds no more');
				over.add(socket);
				socket.disconnect(true);
			}
		},
		async close() {
			await io.close();
		},
	};
}
