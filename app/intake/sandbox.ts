import { DataError } from '#db/data-error.ts';
import { largestPaper } from '#meeting/plan.ts';
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Heard, Order } from './starter.ts';

/**
 * What one job may take: MB of memory and of room in /tmp, bytes of a file, seconds of a processor, ms in all; bytes of what it says,
 * twice what a paper may weigh where nothing else is said.
 */
export interface Limits {
	readonly memory: number;
	readonly room: number;
	readonly file: number;
	readonly processor: number;
	readonly time: number;
	readonly output?: number;
}

export interface Job {
	/** the program, by its path, and what it is told */
	readonly command: readonly [string, ...string[]];
	/** what it may read besides the system's own programs: path → where it is to be found inside */
	readonly reads: Readonly<Record<string, string>>;
	readonly limits: Limits;
	/** It keeps itself from all else (Node's permission model), where the host knows no better. */
	readonly guarded?: boolean;
}

export interface Started {
	readonly output: Readable;
	/** how it ended: its exit code, or what ended it; an error where it could not be started. Never rejects. */
	readonly ended: Promise<number | NodeJS.Signals | Error>;
	/** Ends it and all that it started. Idempotent. */
	kill(): void;
}

/** Where Debian has programs, their libraries, fonts and settings: all of the host's files that are there inside. */
const system = [
	...['/usr/bin', '/usr/lib', '/usr/lib64', '/usr/share', '/bin', '/lib', '/lib64'],
	...['/etc/ld.so.cache', '/etc/fonts', '/etc/libreoffice', '/var/cache/fontconfig'],
];

/** A job, as long as anything is to be heard of it. */
interface Running {
	readonly output: Readable;
	/** bytes that it may still say */
	left: number;
	readonly end: (how: number | NodeJS.Signals | Error) => void;
	ended: boolean;
	/** All that it said is here. */
	said: boolean;
	/** Nobody reads any more what it says. */
	givenUp: boolean;
}

/**
 * Where what a stranger sent is parsed: no network, no files but those named, nothing that outlives the job, no more memory and time
 * than it may take. By bubblewrap, whose processes all end with it, and with the process that starts them (`starter.ts`); hardened
 * hosts forbid what it needs (namespaces of users), and there only programs that guard themselves are run.
 */
export class Sandbox {
	/** whether any program may be run here */
	readonly isolates: boolean;
	readonly #running = new Map<number, Running>();
	#starter: ChildProcess | undefined;
	#count = 0;
	#closed = false;

	readonly #patience: number;

	/**
	 * @param isolates asked of the host if it is not said
	 * @param patience after a job's time is over, until what should have ended it is taken to hang; ms
	 */
	constructor(isolates = hostIsolates(), patience = 5_000) {
		this.isolates = isolates;
		this.#patience = patience;
		// Now, while this process is small.
		this.#starter = this.#fork();
	}

	/** @throws DataError `closing` */
	requireOpen(): void {
		if (this.#closed) throw new DataError('closing', '');
	}

	/** @throws DataError `closing` */
	start({ command, reads, limits, guarded = false }: Job): Started {
		this.requireOpen();
		if (!this.isolates && !guarded) throw new Error(`${command[0]} would run without a sandbox`);
		const inside = this.isolates ? ['bwrap', ...walls(limits.room, reads), '--'] : [];
		const id = (this.#count += 1);
		const { promise: ended, resolve } = Promise.withResolvers<number | NodeJS.Signals | Error>();
		const output = new Readable({ read: () => this.#tell({ took: id }) });
		const kill = () => this.#kill(id);
		let hangs: ReturnType<typeof setTimeout> | undefined;
		const clock = setTimeout(() => {
			kill();
			hangs = setTimeout(() => this.#starter?.kill('SIGKILL'), this.#patience);
		}, limits.time);
		const end: Running['end'] = (how) => {
			clearTimeout(clock);
			clearTimeout(hangs);
			// As prlimit, bwrap and the shell say that there is no such program: that says nothing of the file.
			resolve(how === 126 || how === 127 ? new Error(`no ${command[0]}`) : how);
		};
		this.#running.set(id, {
			output,
			end,
			left: limits.output ?? 2 * largestPaper,
			ended: false,
			said: false,
			givenUp: false,
		});
		this.#attend();
		this.#tell({ start: id, command: ['prlimit', ...atMost(limits), '--', ...inside, ...command] });
		return { output, ended, kill };
	}

	/** Nothing is begun any more, and what is under way is given up. Idempotent. */
	close(): void {
		this.#closed = true;
		for (const id of this.#running.keys()) this.#kill(id);
		this.#dismiss();
	}

	#fork(): ChildProcess {
		const starter = fork(path.join(import.meta.dirname, 'starter.ts'), {
			// A session without a terminal: what is run in it has none to type into, and is weighed with it (starter.ts).
			detached: true,
			execArgv: ['--max-old-space-size=64', '--disable-warning=ExperimentalWarning'],
			serialization: 'advanced',
			env: {},
		});
		// It keeps nobody from ending; what is said of a job does (`#attend`).
		starter.unref();
		starter.channel?.unref();
		starter.on('message', (heard: Heard) => this.#hear(heard));
		// What could not be said to it shows in its end.
		starter.on('error', () => starter.kill('SIGKILL'));
		starter.once('exit', () => {
			this.#starter = undefined;
			for (const id of [...this.#running.keys()]) {
				this.#hear({ of: id, ended: this.#closed ? 'SIGKILL' : new Error('what starts programs has ended') });
				this.#hear({ of: id, piece: null });
			}
		});
		return starter;
	}

	#tell(order: Order): void {
		if ('start' in order && !this.#starter) {
			this.#starter = this.#fork();
			this.#attend();
		}
		if (this.#starter?.connected) this.#starter.send(order);
	}

	/** As long as a job goes on, this process waits for what is said of it. */
	#attend(): void {
		const channel = this.#starter?.channel;
		if (this.#running.size > 0) channel?.ref();
		else channel?.unref();
	}

	#kill(id: number): void {
		const running = this.#running.get(id);
		if (!running) return;
		running.givenUp = true;
		this.#tell({ kill: id });
		this.#forget(id, running);
	}

	#hear(heard: Heard): void {
		const running = this.#running.get(heard.of);
		if (!running) return;
		if ('piece' in heard) {
			running.left -= heard.piece?.length ?? 0;
			if (running.left < 0) return this.#kill(heard.of);
			this.#read(running, heard.piece);
		} else {
			running.ended = true;
			running.end(heard.ended);
		}
		this.#forget(heard.of, running);
	}

	#read(running: Running, piece: Uint8Array | null): void {
		if (running.said) return;
		running.said = piece === null;
		running.output.push(piece);
	}

	/** Of what has ended there may be more to read, until it is given up. */
	#forget(id: number, running: Running): void {
		if (!running.ended || !(running.said || running.givenUp)) return;
		this.#read(running, null);
		this.#running.delete(id);
		this.#attend();
		this.#dismiss();
	}

	#dismiss(): void {
		if (this.#closed && this.#running.size === 0 && this.#starter?.connected) this.#starter.disconnect();
	}
}

const megabytes = (count: number) => count * 1024 * 1024;

const atMost = ({ memory, file, processor }: Limits) => [
	...[`--data=${megabytes(memory)}`, `--fsize=${file}`, `--cpu=${processor}`, '--core=0'],
];

const walls = (room: number, reads: Job['reads'] = {}) => [
	...['--unshare-all', '--die-with-parent', '--clearenv', '--cap-drop', 'ALL'],
	...system.flatMap(asOnHost),
	...['--proc', '/proc', '--dev', '/dev', '--size', String(megabytes(room)), '--tmpfs', '/tmp'],
	...Object.entries(reads).flatMap(([from, to]) => ['--ro-bind', path.resolve(from), to]),
	...['--remount-ro', '/dev', '--remount-ro', '/'],
	...['--setenv', 'HOME', '/tmp', '--setenv', 'PATH', '/usr/bin', '--setenv', 'LANG', 'C.UTF-8', '--chdir', '/tmp'],
];

/** A link stays one: Debian's /lib is the one in /usr. */
function asOnHost(place: string): string[] {
	const found = lstatSync(place, { throwIfNoEntry: false });
	if (!found) return [];
	return found.isSymbolicLink() ? ['--symlink', readlinkSync(place), place] : ['--ro-bind', place, place];
}

/** Asked once, at the start: it holds up nobody. */
function hostIsolates(): boolean {
	const { status } = spawnSync('bwrap', [...walls(1), '--', '/usr/bin/true'], { env: {}, stdio: 'ignore' });
	return status === 0;
}
