import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { contractVersion } from './contract-version.ts';
import {
	nodeRequests,
	type NodeNotice,
	type NodeNoticeName,
	type NodeRequestHandlers,
	type NodeRequestName,
} from './contract.ts';
import { MediaError } from './errors.ts';
import { linkPath, parse, refusalSchema, type Answer, type Handshake, type LinkRefusal } from './wire.ts';

export interface DialLinkOptions {
	/** The control process, `http(s)://host:port`. */
	url: string;
	/** `NAME.SECRET`: it says who this node is, too. */
	token: string;
	handlers: NodeRequestHandlers;
	/** What to tell the control process each time the link is up, before anything else. */
	ready: () => NodeNotice<'node-ready'>;
	/** Something came from the control process, as it does each second. */
	onHeard: () => void;
	/** The control process does not let this node in, or the link was down for longer than `graceMs`. Called once; the link is closed. */
	onLost: (why: LinkRefusal | { readonly code: 'link-down' }) => void;
	/** How long the link may be down, in ms. */
	graceMs: number;
	log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** A media node's end of the link. */
export interface NodeLink {
	/** Tells the control process; dropped while the link is down, since `node-ready` makes it ask for a `report`. */
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	/** Nothing is heard any more: dials anew, which finds a way that stands again sooner than TCP does. */
	redial(): void;
	/** Idempotent. */
	close(): void;
}

export function dialLink(options: DialLinkOptions): NodeLink {
	const { log, token } = options;
	const socket = io(options.url, {
		path: linkPath,
		transports: ['websocket'],
		auth: { token, incarnation: randomUUID(), contract: contractVersion } satisfies Handshake,
		reconnectionDelay: 100,
		reconnectionDelayMax: 1000,
		// Into a line that is cut a connection is tried ever more seldom (TCP, after 1, 3, 7 and 15 s): begun anew it is tried at once.
		timeout: 4000,
		forceNew: true,
	});

	let grace: NodeJS.Timeout | undefined;
	let lost = false;
	let complained = false;
	const lose: DialLinkOptions['onLost'] = (why) => {
		if (lost) return;
		lost = true;
		close();
		options.onLost(why);
	};
	const startGrace = () => {
		grace ??= setTimeout(lose, options.graceMs, { code: 'link-down' });
	};
	const close = () => {
		lost = true;
		clearTimeout(grace);
		socket.close();
	};

	startGrace();
	socket.on('connect', () => {
		clearTimeout(grace);
		grace = undefined;
		complained = false;
		options.onHeard();
		log.info({ url: options.url }, 'link up');
		socket.emit('notice', 'node-ready', options.ready());
	});
	socket.io.on('ping', () => options.onHeard());
	socket.on('disconnect', (reason) => {
		if (lost) return;
		log.warn({ reason }, 'link down');
		startGrace();
		// socket.io does not come back by itself when the other end closed the connection on purpose.
		if (reason === 'io server disconnect') socket.connect();
	});
	socket.on('connect_error', (error: Error & { data?: unknown }) => {
		const refusal = v.safeParse(refusalSchema, error.data);
		if (refusal.success) lose(refusal.output);
		// Once for each outage: who has a wrong address sees it in the first line.
		else if (!complained)
			log.warn({ url: options.url, reason: reasonOf(error) }, 'the control process is not reached; trying on');
		complained = true;
	});

	socket.on('request', (name: unknown, input: unknown, acknowledge: unknown) => {
		if (typeof acknowledge !== 'function') return;
		void answer(options.handlers, name, input, log).then((result) => {
			acknowledge(result);
		});
	});

	return {
		notify(name, notice) {
			if (socket.connected) socket.emit('notice', name, notice);
		},
		redial() {
			if (socket.connected) socket.io.engine.close();
		},
		close,
	};
}

/** engine.io hides what happened in what it calls a description, beside all of its own state. */
function reasonOf({ message, description }: Error & { description?: unknown }): string {
	const hidden = typeof description === 'object' && description !== null && 'message' in description;
	return hidden ? String(description.message) : message;
}

/** Runs one request to its answer; never rejects. */
async function answer(
	handlers: NodeRequestHandlers,
	name: unknown,
	input: unknown,
	log: DialLinkOptions['log'],
): Promise<Answer> {
	try {
		if (!isRequestName(name)) throw new MediaError('unknown-request', String(name));
		const parsed = parse(nodeRequests[name].input, input, name);
		return { ok: true, output: await (handlers[name] as (input: unknown) => Promise<unknown>)(parsed) };
	} catch (error) {
		if (error instanceof MediaError) return { ok: false, code: error.code, detail: error.detail };
		log.error({ request: name, err: error }, 'request failed');
		return { ok: false, code: 'media-failed' };
	}
}

function isRequestName(name: unknown): name is NodeRequestName {
	return typeof name === 'string' && Object.hasOwn(nodeRequests, name);
}
