import { DataError } from '#db/data-error.ts';
import type { Logger } from 'pino';
import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

interface VirusScanPorts {
	/** path of the Unix socket on which clamd listens */
	readonly socket: string;
	readonly log: Pick<Logger, 'warn'>;
	/** ms without a word of it after which it is given up */
	readonly patience?: number;
}

/** What clamd (ClamAV) says of files, before anything else reads them. */
export class VirusScan {
	readonly #ports: VirusScanPorts;

	constructor(ports: VirusScanPorts) {
		this.#ports = ports;
	}

	/**
	 * @param file its path
	 * @throws DataError `paper-has-virus`; `virus-scan-failed`: nobody knows, which lets no file through
	 */
	async requireClean(file: string): Promise<void> {
		const said = await this.#scan(file).catch((error: unknown) => error);
		if (said === 'stream: OK') return;
		this.#ports.log.warn({ file, said }, 'clamd does not let a paper through');
		const isFound = typeof said === 'string' && said.endsWith(' FOUND');
		throw new DataError(isFound ? 'paper-has-virus' : 'virus-scan-failed', '');
	}

	/** clamd(8), INSTREAM: pieces with their length before them, in network order, and one of none. */
	async #scan(file: string): Promise<string> {
		const { socket: path, patience = 60_000 } = this.#ports;
		const socket = connect({ path });
		socket.setTimeout(patience, () => socket.destroy(new Error('clamd says nothing')));
		const sent = Readable.from(inPieces(file));
		// It answers before the end where it has heard enough, and reads no more.
		sent.on('error', (error) => socket.destroy(error)).pipe(socket);
		try {
			return (await text(socket)).replace(/\0$/, '');
		} finally {
			sent.destroy();
			socket.destroy();
		}
	}
}

async function* inPieces(file: string): AsyncGenerator<Buffer> {
	yield Buffer.from('zINSTREAM\0');
	for await (const piece of createReadStream(file) as AsyncIterable<Buffer>)
		yield Buffer.concat([lengthOf(piece), piece]);
	yield lengthOf(Buffer.alloc(0));
}

function lengthOf({ length }: Buffer): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(length);
	return bytes;
}
