import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Debian's coturn over TLS on port 443 of an address of this machine, set up as the README says, with its own certificate. */
export class TurnServer {
	/** settings of the product to use it */
	readonly settings: { readonly TURN_URLS: string; readonly TURN_SECRET: string };
	/** Chromium's argument to accept the certificate, by its key's hash, as it does one that a known authority signed */
	readonly trustArgument: string;
	readonly #folder: string;
	readonly #process: ChildProcess;
	#output = '';

	/** Resolves when it listens. Throws an Error with what coturn said where it does not. */
	static async start(address: string): Promise<TurnServer> {
		const server = new TurnServer(address, mkdtempSync(path.join(tmpdir(), 'nhip-cau-turn-')));
		try {
			await server.#listening();
			return server;
		} catch (error) {
			await server.close();
			throw error;
		}
	}

	private constructor(address: string, folder: string) {
		this.#folder = folder;
		this.settings = { TURN_URLS: `turns:${address}:443`, TURN_SECRET: randomBytes(32).toString('hex') };
		const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
		const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
		const name = ['-subj', '/CN=turn', '-addext', `subjectAltName=IP:${address}`, '-days', '2'];
		const files = ['-keyout', key, '-out', certificate];
		execFileSync('openssl', ['req', '-x509', ...curve, ...name, ...files], { stdio: 'pipe' });
		const { publicKey } = new X509Certificate(readFileSync(certificate));
		const hash = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
		this.trustArgument = `--ignore-certificate-errors-spki-list=${hash.digest('base64')}`;
		this.#process = spawn(
			'turnserver',
			[
				'-n',
				`--listening-ip=${address}`,
				'--tls-listening-port=443',
				'--no-udp',
				'--no-tcp',
				'--no-dtls',
				`--relay-ip=${address}`,
				'--no-tcp-relay',
				'--denied-peer-ip=0.0.0.0-255.255.255.255',
				`--allowed-peer-ip=${address}`,
				'--use-auth-secret',
				`--static-auth-secret=${this.settings.TURN_SECRET}`,
				'--realm=story',
				`--cert=${certificate}`,
				`--pkey=${key}`,
				'--no-cli',
				'--log-file=stdout',
				'--verbose',
				`--userdb=${path.join(folder, 'turndb')}`,
				`--pidfile=${path.join(folder, 'pid')}`,
			],
			{ stdio: ['ignore', 'pipe', 'pipe'] },
		);
		for (const stream of [this.#process.stdout, this.#process.stderr])
			stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
	}

	/** All that coturn has said. */
	get output(): string {
		return this.#output;
	}

	/** Idempotent. */
	async close(): Promise<void> {
		const { pid, exitCode, signalCode } = this.#process;
		if (pid !== undefined && exitCode === null && signalCode === null) {
			const gone = once(this.#process, 'exit');
			this.#process.kill('SIGKILL');
			await gone;
		}
		rmSync(this.#folder, { recursive: true, force: true });
	}

	#listening(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#process.stdout?.on('data', () => {
				if (/TLS listener opened/i.test(this.#output)) resolve();
			});
			this.#process.once('error', reject);
			this.#process.once('exit', (code) => reject(new Error(`coturn ended (${code}):\n${this.#output}`)));
		});
	}
}
