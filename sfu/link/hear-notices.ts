import type { Socket } from 'socket.io';
import { nodeNotices, type NodeNoticeHandlers, type NodeNoticeName } from './contract.ts';
import { MediaError } from './errors.ts';
import { parse } from './wire.ts';

interface HearingPort {
	readonly handlers: NodeNoticeHandlers;
	/** Called before the handler of `node-ready`. */
	readonly ready: () => void;
	/** What came is none of the contract's notices. */
	readonly onGarbage: () => void;
	readonly log: { error(fields: object, text: string): void };
}

/** Hands each notice of a node to its handler. What does not fit the contract is said once, and told each time. */
export function hearNotices(socket: Socket, { handlers, ready, onGarbage, log }: HearingPort): void {
	let isSaid = false;
	const read = (name: unknown, payload: unknown) => {
		if (!isNoticeName(name))
			throw new MediaError('unknown-request', typeof name === 'string' ? name.slice(0, 100) : '');
		return [name, parse(nodeNotices[name], payload, name)] as const;
	};
	socket.on('notice', (said: unknown, payload: unknown) => {
		// What was read together with the message that it was cut off for.
		if (!socket.connected) return;
		let heard: ReturnType<typeof read>;
		try {
			heard = read(said, payload);
		} catch (error) {
			if (!isSaid) log.error({ err: error }, 'a media node says what none says');
			isSaid = true;
			onGarbage();
			return;
		}
		const [name, notice] = heard;
		try {
			if (name === 'node-ready') ready();
			(handlers[name] as (notice: unknown) => void)(notice);
		} catch (error) {
			log.error({ notice: name, err: error }, 'notice of a media node not handled');
		}
	});
}

function isNoticeName(name: unknown): name is NodeNoticeName {
	return typeof name === 'string' && Object.hasOwn(nodeNotices, name);
}
