import { connect, type Socket } from 'node:net';

export interface Answered {
	readonly status: number;
	/** as it came, packed or not */
	readonly body: Buffer;
	/** from the first byte sent to the last received */
	readonly ms: number;
}

interface Asked {
	readonly method: string;
	readonly where: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/**
 * One request after the other over one connection, and no more of a client than that takes (RFC 9112): Node's own spends two to
 * four tenths of a millisecond on each, which is as much as a bare server needs for its answer.
 */
export class LeanClient {
	readonly #port: number;
	#socket: Socket | undefined;

	constructor(port: number) {
		this.#port = port;
	}

	async ask({ method, where, headers, body }: Asked): Promise<Answered> {
		const socket = await this.#open();
		const lines = Object.entries({ host: `127.0.0.1:${this.#port}`, ...headers }).map((pair) => pair.join(': '));
		const length = method === 'GET' ? [] : [`content-length: ${body.length}`];
		const head = [`${method} ${where} HTTP/1.1`, ...lines, ...length, '', ''].join('\r\n');
		const sent = Buffer.concat([Buffer.from(head), body]);
		return new Promise((resolve, reject) => {
			let came: Buffer = Buffer.alloc(0);
			const leave = () => socket.off('data', read).off('close', broken);
			const broken = () => {
				leave();
				reject(new Error(`${where}: the connection was closed`));
			};
			const read = (part: Buffer) => {
				came = came.length === 0 ? part : Buffer.concat([came, part]);
				const answer = readAnswer(came);
				if (!answer) return;
				const ms = performance.now() - began;
				leave();
				if (answer.closes) this.close();
				resolve({ ...answer, ms });
			};
			socket.on('data', read).once('close', broken);
			const began = performance.now();
			socket.write(sent);
		});
	}

	close(): void {
		this.#socket?.destroy();
		this.#socket = undefined;
	}

	async #open(): Promise<Socket> {
		const open = this.#socket;
		if (open && !open.destroyed && open.readyState === 'open') return open;
		const socket = connect(this.#port, '127.0.0.1').setNoDelay();
		await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
		// What breaks is told to whoever waits for an answer, by its close.
		socket.on('error', () => {});
		this.#socket = socket;
		return socket;
	}
}

/** Undefined until all of it is there. */
function readAnswer(came: Buffer): { status: number; body: Buffer; closes: boolean } | undefined {
	const end = came.indexOf('\r\n\r\n');
	if (end === -1) return undefined;
	const [first = '', ...lines] = came.toString('latin1', 0, end).split('\r\n');
	const headers = new Map(
		lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
	);
	const status = Number(first.split(' ')[1]);
	const closes = headers.get('connection') === 'close';
	const rest = came.subarray(end + 4);
	if (headers.get('transfer-encoding') === 'chunked') {
		const body = readChunks(rest);
		return body && { status, body, closes };
	}
	const length = Number(headers.get('content-length') ?? 0);
	return rest.length < length ? undefined : { status, body: rest.subarray(0, length), closes };
}

function readChunks(rest: Buffer): Buffer | undefined {
	const chunks: Buffer[] = [];
	for (let at = 0; ;) {
		const line = rest.indexOf('\r\n', at);
		if (line === -1) return undefined;
		const size = Number.parseInt(rest.toString('latin1', at, line), 16);
		const from = line + 2;
		if (rest.length < from + size + 2) return undefined;
		if (size === 0) return Buffer.concat(chunks);
		chunks.push(rest.subarray(from, from + size));
		at = from + size + 2;
	}
}
