import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { freePort } from './free-port.ts';

const endsWithParent = path.join(import.meta.dirname, '../../support/ends-with-parent.ts');

export type DemoRole =
	| 'chair'
	| 'secretary'
	| 'operator'
	| 'delegate-province'
	| 'delegate-district'
	| 'delegate-commune'
	| 'administrator'
	/** of the room in which chair, secretary and operator sit */
	| 'terminal';

interface Account {
	readonly role: string;
	readonly name: string;
	readonly login: string;
	readonly password: string;
}

/** The product as `npm start` runs it, on its own data directory; it can be killed and started again in its place. */
export class DemoServer {
	readonly url: string;
	readonly dataDir: string;
	readonly #port: number;
	readonly #environment: Readonly<Record<string, string>>;
	#process: ChildProcess | undefined;
	#output = '';

	private constructor(port: number, dataDir: string, environment: Readonly<Record<string, string>>) {
		this.#port = port;
		this.#environment = environment;
		this.dataDir = dataDir;
		this.url = `http://127.0.0.1:${port}`;
	}

	/**
	 * `environment`: settings beside the story's own (the README has the table). `prepare` writes into the data directory,
	 * which has the demo's province, before the server has it.
	 */
	static async start(
		environment: Readonly<Record<string, string>> = {},
		prepare?: (dataDir: string) => Promise<void>,
	): Promise<DemoServer> {
		const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-story-'));
		cpSync(await (seeded ??= seed()), dataDir, { recursive: true });
		// The port stays over restarts.
		const server = new DemoServer(await freePort(), dataDir, environment);
		try {
			await prepare?.(dataDir);
			await server.run();
		} catch (error) {
			await server.close();
			throw error;
		}
		return server;
	}

	/** Resolves when the accounts are printed: everything is open by then. */
	async run(): Promise<void> {
		this.#output = '';
		const child = spawn(process.execPath, ['--import', endsWithParent, 'app/server.ts', '--demo'], {
			env: {
				...process.env,
				// The demo's scan would be read page by page beside every story.
				OCR: 'no',
				...this.#environment,
				PORT: String(this.#port),
				DATA_DIR: this.dataDir,
				LOG_LEVEL: 'info',
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		this.#process = child;
		child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
		child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
		await new Promise<void>((resolve, reject) => {
			const look = () => {
				if (this.#output.includes('administrator')) resolve();
			};
			child.stdout?.on('data', look);
			child.once('exit', (code) => reject(new Error(`the server ended (${code}):\n${this.#output}`)));
		});
	}

	get output(): string {
		return this.#output;
	}

	account(role: DemoRole): Account {
		const accounts = JSON.parse(readFileSync(path.join(this.dataDir, 'demo-accounts.json'), 'utf8')) as Account[];
		const account = accounts.find((each) => each.role === role);
		if (!account) throw new Error(`no demo account of the ${role}`);
		return account;
	}

	/** SIGKILL, as a power cut or the kernel's out-of-memory killer would. Resolves when the process is gone. */
	async kill(): Promise<void> {
		if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
		const gone = once(this.#process, 'exit');
		this.#process.kill('SIGKILL');
		await gone;
	}

	/** Process ids of the mediasoup workers that this server's media node runs. */
	mediaWorkers(): number[] {
		return descendants(this.#process?.pid ?? 0).filter((pid) => commandOf(pid).includes('mediasoup-worker'));
	}

	async close(): Promise<void> {
		if (this.#process && this.#process.exitCode === null && this.#process.signalCode === null) {
			const gone = once(this.#process, 'exit');
			this.#process.kill('SIGTERM');
			await gone;
		}
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}

/** The demo's province, made once for all stories of this process: its names and passwords take longer than the server. */
let seeded: Promise<string> | undefined;

async function seed(): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-seed-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const db = openDatabase(databaseFile(folder));
	try {
		await seedDemo(db, folder, Date.now());
	} finally {
		db.close();
	}
	return folder;
}

function descendants(pid: number): number[] {
	const children = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((each) => parentOf(each) === pid);
	return children.flatMap((child) => [child, ...descendants(child)]);
}

const parentOf = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

/** Empty for a process that has ended in the meantime. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
