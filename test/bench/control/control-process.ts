import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { LeanClient, type Answered } from './lean-client.ts';
import type { LongestTurn } from './loop-probe.ts';

const probe = path.join(import.meta.dirname, 'loop-probe.ts');

export interface Asking {
	readonly cookie?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly method?: 'GET' | 'POST';
	readonly body?: string | Buffer;
}

/** The control process as it is served, on a data directory that is there, with a probe in its loop. */
export class ControlProcess {
	readonly url: string;
	/** until it answered, since it was started */
	readonly startedInMs: number;
	readonly #child: ChildProcess;
	readonly #client: LeanClient;

	static async start(dataDir: string): Promise<ControlProcess> {
		const port = await freePort();
		const log = path.join(dataDir, 'control.log');
		const output = openSync(log, 'a');
		const began = performance.now();
		const child = spawn(process.execPath, ['--import', probe, 'app/server.ts'], {
			env: {
				...process.env,
				NODE_ENV: 'production',
				DATA_DIR: dataDir,
				PORT: String(port),
				ORIGIN: 'https://hop.bench.vn',
				REVERSE_PROXY: 'yes',
				MEDIA_LISTEN_IP: '127.0.0.1',
			},
			stdio: ['ignore', output, output, 'ipc'],
		});
		closeSync(output);
		const url = `http://127.0.0.1:${port}`;
		while (!(await answers(url))) {
			if (child.exitCode !== null) throw new Error(`the server ended:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
			await pause(10);
		}
		return new ControlProcess(port, child, performance.now() - began);
	}

	private constructor(port: number, child: ChildProcess, startedInMs: number) {
		this.url = `http://127.0.0.1:${port}`;
		this.#client = new LeanClient(port);
		this.startedInMs = startedInMs;
		this.#child = child;
	}

	/** One request after the other over one connection, packed as browsers ask for it. */
	ask(where: string, { cookie, headers, method = 'GET', body = '' }: Asking = {}): Promise<Answered> {
		const all = {
			'accept-encoding': 'gzip, deflate, br, zstd',
			...headers,
			'x-forwarded-for': '127.0.0.1',
			...(cookie === undefined ? {} : { cookie }),
		};
		return this.#client.ask({ method, where, headers: all, body: Buffer.from(body) });
	}

	/** The longest turn of its loop while `work` is done. */
	async longestTurnDuring(work: () => Promise<unknown>): Promise<LongestTurn> {
		await this.#order('watch');
		await work();
		return (await this.#order('tell')) as LongestTurn;
	}

	async close(): Promise<void> {
		this.#client.close();
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const gone = once(this.#child, 'exit');
		this.#child.kill('SIGTERM');
		await gone;
	}

	async #order(order: string): Promise<unknown> {
		const answer = once(this.#child, 'message');
		this.#child.send(order);
		return ((await answer) as unknown[])[0];
	}
}

/** Whether the pages are served. */
function answers(url: string): Promise<boolean> {
	return new Promise((resolve) => {
		const asked = request(`${url}/sign-in`, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode === 200));
		});
		asked.once('error', () => resolve(false));
		asked.end();
	});
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
