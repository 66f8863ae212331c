import type { Server as Engine } from 'engine.io';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Logger } from 'pino';
import {
	nodeNotices,
	type NodeNoticeHandlers,
	type NodeNoticeName,
	type NodeRequestInput,
	type NodeRequestName,
	type NodeRequestOutput,
} from './contract.ts';
import { MediaError } from './errors.ts';
import { greet } from './greet.ts';
import { RemoteNode } from './remote-node.ts';
import { heartbeat, linkPath, maxMessageBytes, parse, type Handshake } from './wire.ts';

export interface ServeLinkOptions {
	/** The secret that nodes must show; at least 16 characters. */
	token: string;
	/** What to do on each notice of a node. `node-ready` comes first, again after each reconnection. */
	handlers: (nodeId: string) => NodeNoticeHandlers;
	/** A node's connection ended. It may return with what it carries, unless it has ended by itself. */
	onNodeGone?: (nodeId: string, ended: boolean) => void;
	log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

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
	/** Idempotent. */
	close(): Promise<void>;
}

export async function serveLink(options: ServeLinkOptions): Promise<Link> {
	if (options.token.length < 16) throw new Error('the link token must have at least 16 characters');
	const { log } = options;
	const own = createServer();
	const io = new Server({
		path: linkPath,
		serveClient: false,
		transports: ['websocket'],
		maxHttpBufferSize: maxMessageBytes,
		...heartbeat,
	});
	/** Those that are ready, by id. */
	const nodes = new Map<string, RemoteNode>();

	io.use((socket, next) => {
		greet(socket.handshake.auth, options.token, (nodeId) => nodes.get(nodeId)).then(
			(met) => {
				if ('refused' in met) {
					const { nodeId, refused } = met;
					log.warn(
						{ address: socket.handshake.address, nodeId, code: refused.code },
						`media node refused: ${refused.words}`,
					);
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
		const { nodeId, incarnation } = socket.data as Handshake;
		const node = new RemoteNode(incarnation, socket);
		const handlers = options.handlers(nodeId);
		log.info({ nodeId, incarnation }, 'media node connected');
		socket.on('notice', (name: unknown, payload: unknown) => {
			try {
				if (!isNoticeName(name)) throw new MediaError('unknown-request', String(name));
				const notice = parse(nodeNotices[name], payload, name);
				if (name === 'node-ready') {
					const former = nodes.get(nodeId);
					nodes.set(nodeId, node);
					if (former !== node) former?.disconnect();
				}
				(handlers[name] as (notice: unknown) => void)(notice);
			} catch (error) {
				log.error({ nodeId, notice: name, err: error }, 'notice of a media node not handled');
			}
		});
		socket.on('disconnect', (reason) => {
			log.warn({ nodeId, reason }, 'media node disconnected');
			// A node that already came back over another connection is not gone.
			if (nodes.get(nodeId) !== node) return;
			nodes.delete(nodeId);
			options.onNodeGone?.(nodeId, reason === 'client namespace disconnect');
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
		async close() {
			await io.close();
		},
	};
}

function isNoticeName(name: unknown): name is NodeNoticeName {
	return typeof name === 'string' && Object.hasOwn(nodeNotices, name);
}
