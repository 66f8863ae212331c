import { chromiumOptions } from '#test/support/chromium.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sizeOf } from './tab-memory.ts';

interface Answer {
	readonly id?: number;
	readonly result?: unknown;
	readonly error?: { readonly message: string };
}

/**
 * A tab whose fetches nobody watches. To a tool that watches them, as Playwright does, Chromium keeps all that was fetched in the
 * tab's own memory.
 */
export class BareTab {
	readonly #child: ChildProcess;
	readonly #profile: string;
	readonly #socket: WebSocket;
	readonly #waiting = new Map<number, (answer: Answer) => void>();
	#session: string | undefined;
	#sent = 0;

	private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
		this.#child = child;
		this.#profile = profile;
		this.#socket = socket;
		socket.addEventListener('message', ({ data }) => {
			const answer = JSON.parse(String(data)) as Answer;
			this.#waiting.get(answer.id ?? 0)?.(answer);
			this.#waiting.delete(answer.id ?? 0);
		});
	}

	/** `cookie`: as `name=value`. */
	static async open(
		address: string,
		cookie: string,
		{ width, height, deviceScaleFactor }: { width: number; height: number; deviceScaleFactor: number },
	): Promise<BareTab> {
		const profile = mkdtempSync(path.join(tmpdir(), 'nhip-cau-tab-'));
		const args = [...chromiumOptions.args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
		const child = spawn(chromiumOptions.executablePath, [...args, '--no-first-run', 'about:blank'], {
			stdio: 'ignore',
		});
		const socket = new WebSocket(await addressOf(profile));
		await once(socket, 'open');
		const tab = new BareTab(child, profile, socket);
		const { targetId } = await tab.#send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
		const attach = { targetId, flatten: true };
		const { sessionId } = await tab.#send<{ sessionId: string }>('Target.attachToTarget', attach);
		tab.#session = sessionId;
		const at = cookie.indexOf('=');
		const session = { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address };
		await tab.#send('Network.setCookie', session);
		await tab.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
		await tab.#send('Page.navigate', { url: address });
		return tab;
	}

	/** What the function, which sees nothing but its argument and the page, resolves with. */
	async evaluate<A, T>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T> {
		const expression = `(${work.toString()})(${JSON.stringify(argument)})`;
		const asked = { expression, awaitPromise: true, returnByValue: true };
		const { result, exceptionDetails } = await this.#send<{
			result: { value: T };
			exceptionDetails?: { text: string };
		}>('Runtime.evaluate', asked);
		if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
		return result.value;
	}

	/** MB, of the largest of the browser's tabs. */
	async memory(): Promise<number> {
		const { processInfo } = await this.#send<{ processInfo: readonly { type: string; id: number }[] }>(
			'SystemInfo.getProcessInfo',
			{},
			true,
		);
		return Math.round(Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id))));
	}

	/** As a tablet's system says it. */
	async tellMemoryIsShort(): Promise<void> {
		await this.#send('Memory.simulatePressureNotification', { level: 'critical' });
	}

	async close(): Promise<void> {
		this.#socket.close();
		const gone = once(this.#child, 'exit');
		this.#child.kill('SIGKILL');
		await gone;
		rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
	}

	/** @param whole of the browser, not of the tab */
	async #send<T = unknown>(method: string, params: object, whole = false): Promise<T> {
		const id = (this.#sent += 1);
		const to = this.#session === undefined || whole ? {} : { sessionId: this.#session };
		const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
		this.#socket.send(JSON.stringify({ id, method, params, ...to }));
		const { result, error } = await answered;
		if (error) throw new Error(`${method}: ${error.message}`);
		return result as T;
	}
}

/** Written by the browser when it can be spoken to. */
async function addressOf(profile: string): Promise<string> {
	for (let attempt = 0; attempt < 300; attempt += 1) {
		try {
			const [port, place] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
			if (place) return `ws://127.0.0.1:${port}${place}`;
		} catch {
			// Not yet.
		}
		await wait(100);
	}
	throw new Error('Chromium did not come');
}
