import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { databaseFile } from '#db/data-dir.ts';
import { readDemoAccounts, type DemoAccount } from '#db/demo/accounts-file.ts';
import { createLoadProvince, type Conference } from './load-province.ts';
import { descendants } from './processes.ts';

const probe = path.join(import.meta.dirname, 'loop-probe.ts');

interface Loop {
	/** ms */
	readonly p99: number;
	readonly max: number;
}

/** How the product is started for real users, elsewhere than on this machine's own network. */
export interface Elsewhere {
	/** a program and its arguments that runs it there */
	readonly runner: readonly string[];
	/** What is done with its data before. */
	prepare(dataDir: string, conference: Conference): void;
}

/** The product as it is started for the demo, on a data directory of its own, with a probe in its event loop. */
export class Product {
	url = '';
	readonly dataDir: string;
	/** The conference of all sites, and the terminals of its rooms. Their password is that of every demo terminal. */
	readonly conference: Conference;
	readonly #child: ChildProcess;
	#output = '';
	/** what it warned of, and how often */
	readonly #warnings = new Map<string, number>();

	/** With a province of so many sites; `environment`: more settings. Resolves when it serves. Rejects with its output when it ends instead. */
	static async start(
		sites: number,
		environment: Readonly<Record<string, string>> = {},
		elsewhere?: Elsewhere,
	): Promise<Product> {
		const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-load-'));
		const conference = await createLoadProvince(dataDir, sites);
		elsewhere?.prepare(dataDir, conference);
		const [program = '', ...before] = [...(elsewhere?.runner ?? []), process.execPath];
		const mode = elsewhere ? [] : ['--demo'];
		const child = spawn(program, [...before, '--import', probe, 'app/server.ts', ...mode], {
			env: {
				...process.env,
				PORT: '0',
				DATA_DIR: dataDir,
				LOG_LEVEL: process.env['LOAD_LOG_LEVEL'] ?? 'warn',
				// A meeting is measured, not the reading of the demo's long scan, which would go on beside it for minutes.
				OCR: 'no',
				...environment,
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		const product = new Product(dataDir, conference, child);
		try {
			await product.#serving();
		} catch (error) {
			await product.close();
			throw error;
		}
		return product;
	}

	private constructor(dataDir: string, conference: Conference, child: ChildProcess) {
		this.dataDir = dataDir;
		this.conference = conference;
		this.#child = child;
		for (const stream of [child.stdout, child.stderr])
			stream?.setEncoding('utf8').on('data', (text: string) => (this.#output = (this.#output + text).slice(-20_000)));
		if (child.stderr) createInterface(child.stderr).on('line', (line) => this.#noteWarning(line));
	}

	/** What it said last, warnings and errors among it. */
	get output(): string {
		return this.#output;
	}

	/** What it has warned of, and how often; errors, too. */
	get warnings(): ReadonlyMap<string, number> {
		return this.#warnings;
	}

	#noteWarning(line: string): void {
		const [, level, said] = /^\{"level":(\d+).*"msg":"([^"]*)"/.exec(line) ?? [];
		if (said !== undefined && Number(level) >= 40) this.#warnings.set(said, (this.#warnings.get(said) ?? 0) + 1);
	}

	#serving(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#child.stdout?.on('data', () => {
				const [, demo, address] = /Nhịp Cầu( \(demo\))?: (https?:\/\/\S+)/.exec(this.#output) ?? [];
				if (!address || (demo && !this.#output.includes('administrator'))) return;
				this.url = address;
				resolve();
			});
			this.#child.once('exit', (code) => reject(new Error(`the server ended (${code}):\n${this.#output}`)));
		});
	}

	/** Process ids of each part. */
	get control(): number {
		return this.#child.pid ?? 0;
	}

	get node(): number[] {
		return descendants(this.control, 'sfu/main.ts');
	}

	get workers(): number[] {
		return descendants(this.control, 'mediasoup-worker');
	}

	account(role: string): DemoAccount {
		const account = readDemoAccounts(this.dataDir)?.find((each) => each.role === role);
		if (!account) throw new Error(`the demo has no ${role}`);
		return account;
	}

	resetLoop(): void {
		this.#child.send('reset');
	}

	/** Since the last reset. */
	async readLoop(): Promise<Loop> {
		const answer = once(this.#child, 'message');
		this.#child.send('read');
		const [{ loop }] = (await answer) as [{ loop: Loop }];
		return loop;
	}

	/** Bytes of the database and its write-ahead log. */
	get journalBytes(): number {
		return readFileSync(databaseFile(this.dataDir)).length;
	}

	async close(): Promise<void> {
		if (this.#child.exitCode === null && this.#child.signalCode === null) {
			const gone = once(this.#child, 'exit');
			this.#child.kill('SIGTERM');
			await gone;
		}
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}
