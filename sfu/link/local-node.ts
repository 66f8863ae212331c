import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import type { Logger } from 'pino';

export interface LocalNodeOptions {
	/** The link's address (`Link.url`). */
	linkUrl: string;
	/** Of `localNodeId`, as the link knows it. */
	linkToken: string;
	/** The media settings, as sfu/node/settings.ts reads them: MEDIA_…, MEDIASOUP_WORKER_BIN, LOG_LEVEL. */
	environment: Readonly<Record<string, string | undefined>>;
	log: Pick<Logger, 'info' | 'warn' | 'error'>;
	/** Its settings have mistakes, which it has printed: starting it again would not help. It stays ended. */
	onHopeless: () => void;
	/** Top folder of the repository, where sfu/ is; default: the working directory. */
	root?: string;
}

/** The media node on this machine, a child process; started again when it ends by itself, unless that is hopeless. */
export interface LocalNode {
	readonly pid: number | undefined;
	/** Ends it and its workers; resolves when the process is gone. Idempotent. */
	close(): Promise<void>;
}

/** What the control process's own node is called; nodes elsewhere have names of their own. */
export const localNodeId = 'local';

/** Before a node that ended is started again, in ms: at once, then ever slower while it does not hold. */
const restartDelays = [0, 500, 2000, 5000, 10_000] as const;

/** EX_CONFIG (sysexits.h): how the node ends when its settings have mistakes. */
const settingsMistaken = 78;

/** A node that held this long counts as sound again, in ms. */
const sound = 60_000;

export function startLocalNode(options: LocalNodeOptions): LocalNode {
	const { log } = options;
	let child: ChildProcess;
	let closing: Promise<void> | undefined;
	let restart: NodeJS.Timeout | undefined;
	let failures = 0;

	const start = () => {
		const startedAt = Date.now();
		child = spawn(process.execPath, [join(options.root ?? process.cwd(), 'sfu/main.ts')], {
			// The pipe is how the child notices that we are gone, even after SIGKILL.
			stdio: ['pipe', 'inherit', 'inherit'],
			env: {
				...process.env,
				...options.environment,
				NODE_LINK_URL: options.linkUrl,
				NODE_LINK_TOKEN: options.linkToken,
			},
		});
		child.on('error', (error) => log.error({ err: error }, 'media node not started'));
		child.stdin?.on('error', () => {});
		child.once('close', (code, signal) => {
			if (closing) return;
			if (code === settingsMistaken) {
				log.error({ code }, 'media node refuses its settings');
				options.onHopeless();
				return;
			}
			failures = Date.now() - startedAt > sound ? 0 : failures + 1;
			const wait = restartDelays[Math.min(failures - 1, restartDelays.length - 1)] ?? 0;
			log.error({ code, signal, wait }, 'media node ended; starting it again');
			restart = setTimeout(start, wait);
		});
		log.info({ pid: child.pid }, 'media node started');
	};

	start();
	return {
		get pid() {
			return child.pid;
		},
		close() {
			closing ??= (async () => {
				clearTimeout(restart);
				if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
				const gone = once(child, 'close');
				child.kill('SIGTERM');
				const impatience = setTimeout(() => child.kill('SIGKILL'), 3000);
				await gone;
				clearTimeout(impatience);
			})();
			return closing;
		},
	};
}
