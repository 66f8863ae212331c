import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';

/** Debian's nginx before the product, set up by the README's own lines. */
export class Proxy {
	/** passes WebSockets on */
	readonly url: string;
	/** the same without the two lines that pass them on, as administrators forget them */
	readonly urlWithoutUpgrade: string;
	readonly #folder: string;
	readonly #process: ChildProcess;
	#output = '';

	static async start(target: string): Promise<Proxy> {
		const proxy = new Proxy(target, await freePort(), await freePort());
		await proxy.#listening();
		return proxy;
	}

	private constructor(target: string, port: number, portWithoutUpgrade: number) {
		this.url = `http://127.0.0.1:${port}`;
		this.urlWithoutUpgrade = `http://127.0.0.1:${portWithoutUpgrade}`;
		this.#folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-nginx-'));
		const file = path.join(this.#folder, 'nginx.conf');
		writeFileSync(file, configuration(this.#folder, target, { port, portWithoutUpgrade }));
		this.#process = spawn('nginx', ['-c', file, '-p', this.#folder, '-e', 'stderr'], {
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
	}

	async close(): Promise<void> {
		if (this.#process.exitCode === null && this.#process.signalCode === null) {
			const gone = once(this.#process, 'exit');
			this.#process.kill('SIGTERM');
			await gone;
		}
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** Until both ports take connections; rejects with what nginx said when it ends instead. */
	async #listening(): Promise<void> {
		const ended = once(this.#process, 'exit').then(() => Promise.reject(new Error(`nginx ended:\n${this.#output}`)));
		ended.catch(() => {});
		for (const url of [this.url, this.urlWithoutUpgrade]) await Promise.race([ended, takesConnections(url)]);
	}
}

/** The lines that the README gives administrators, for the product at `target`. */
function linesOfReadme(target: string): { map: string; location: string } {
	const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8');
	const [, lines = ''] = /```nginx\n(.*?)```/s.exec(readme) ?? [];
	const map = /^ *map .*$/m.exec(lines)?.[0];
	const location = /location \/ \{.*\}/s.exec(lines)?.[0];
	if (map === undefined || location === undefined) throw new Error('the README has no lines for nginx');
	return { map, location: location.replace(/proxy_pass [^;]*;/, `proxy_pass ${target};`) };
}

function configuration(folder: string, target: string, ports: { port: number; portWithoutUpgrade: number }): string {
	const { map, location } = linesOfReadme(target);
	const withoutUpgrade = location.replaceAll(/^.*(\$http_upgrade|\$connection_upgrade).*$/gm, '');
	const server = (port: number, lines: string) => `
		server {
			listen 127.0.0.1:${port};
			${lines}
		}`;
	return `
	daemon off;
	pid ${folder}/pid;
	events {}
	http {
		access_log off;
		${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
		${map}
		${server(ports.port, location)}
		${server(ports.portWithoutUpgrade, withoutUpgrade)}
	}`;
}

/** Asks until somebody listens: nginx does not say when it is ready. */
function takesConnections(url: string): Promise<void> {
	return new Promise((resolve) => {
		const attempt = () => {
			const socket = connect(Number(new URL(url).port), '127.0.0.1');
			socket.once('connect', () => {
				socket.destroy();
				resolve();
			});
			socket.once('error', () => setTimeout(attempt, 20));
		};
		attempt();
	});
}
