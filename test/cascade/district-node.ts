import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { inNetwork } from './in-network.ts';

const wrongClock = path.join(import.meta.dirname, '../support/an-hour-ahead.ts');

export interface NodeOptions {
	/** where it runs, and its address there */
	readonly namespace: string;
	readonly address: string;
	/** the control process, and what proves it */
	readonly url: string;
	readonly certificate: string;
	readonly token: string;
}

/** A media node on a machine of its own, as far as networks go, started as an operator starts it. Its clock is an hour ahead. */
export class DistrictNode {
	readonly #child: ChildProcess;
	#output = '';
	#isLinked = false;

	/** Resolves once its link stands. Rejects with its output when it ends instead. */
	static async start(options: NodeOptions): Promise<DistrictNode> {
		const node = new DistrictNode(options);
		await node.#linked();
		return node;
	}

	private constructor({ namespace, address, url, certificate, token }: NodeOptions) {
		const [program, ...args] = [...inNetwork(namespace), process.execPath, '--import', wrongClock, 'sfu/main.ts'];
		// The pipe is how it notices that we are gone.
		this.#child = spawn(program, args, {
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {
				...process.env,
				NODE_LINK_URL: url,
				NODE_LINK_TOKEN: token,
				NODE_EXTRA_CA_CERTS: certificate,
				MEDIA_LISTEN_IP: address,
				MEDIA_WORKERS: '1',
				LOG_LEVEL: 'info',
			},
		});
		for (const stream of [this.#child.stdout, this.#child.stderr])
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.#output = (this.#output + text).slice(-20_000);
				// What was said last; a line may come in two parts.
				const [up = -1, down = -1] = ['"link up"', '"link down"'].map((said) => this.#output.lastIndexOf(said));
				if (up !== down) this.#isLinked = up > down;
			});
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/** What it said last. */
	get output(): string {
		return this.#output;
	}

	/** Its link to the control process stands, as far as it knows. */
	get isLinked(): boolean {
		return this.#isLinked;
	}

	/** Without goodbye. Resolves when it is gone; its workers end with it. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** As where its machine goes: nothing comes from it or its workers any more, not even that connections are closed. */
	stop(): void {
		const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
		for (const pid of [this.pid, ...children.split(' ').filter(Boolean).map(Number)]) process.kill(pid, 'SIGSTOP');
	}

	/** Idempotent. */
	async close(): Promise<void> {
		await this.#end('SIGTERM');
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const gone = once(this.#child, 'exit');
		this.#child.kill(signal);
		await gone;
	}

	#linked(): Promise<void> {
		return new Promise((resolve, reject) => {
			for (const stream of [this.#child.stdout, this.#child.stderr])
				stream?.on('data', () => {
					if (this.isLinked) resolve();
				});
			this.#child.once('exit', (code) => reject(new Error(`a district's node ended (${code}):\n${this.#output}`)));
		});
	}
}
