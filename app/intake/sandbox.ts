import { DataError } from '#db/data-error.ts';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';

/** What one job may take: MB of memory and of room in /tmp, bytes of a file, seconds of a processor, ms in all. */
export interface Limits {
	readonly memory: number;
	readonly room: number;
	readonly file: number;
	readonly processor: number;
	readonly time: number;
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

/**
 * Where what a stranger sent is parsed: no network, no files but those named, nothing that outlives the job, no more memory and time
 * than it may take. By bubblewrap, whose processes all end with it, and with this one; hardened hosts forbid what it needs (namespaces
 * of users), and there only programs that guard themselves are run.
 */
export class Sandbox {
	/** whether any program may be run here */
	readonly isolates: boolean;
	readonly #running = new Set<ChildProcess>();
	#closed = false;

	/** @param isolates asked of the host if it is not said */
	constructor(isolates = hostIsolates()) {
		this.isolates = isolates;
	}

	/** @throws DataError `closing` */
	requireOpen(): void {
		if (this.#closed) throw new DataError('closing', '');
	}

	/**
	 * Its standard output alone is heard: what it complains of would be the paper's own words.
	 * @throws DataError `closing`
	 */
	start({ command, reads, limits, guarded = false }: Job): Started {
		this.requireOpen();
		if (!this.isolates && !guarded) throw new Error(`${command[0]} would run without a sandbox`);
		const inside = this.isolates ? ['bwrap', ...walls(limits.room, reads), '--'] : [];
		const child = spawn('prlimit', [...atMost(limits), '--', ...inside, ...command], {
			env: {},
			stdio: ['ignore', 'pipe', 'ignore'],
			detached: true,
		});
		this.#running.add(child);
		const kill = () => end(child);
		const clock = setTimeout(kill, limits.time);
		const ended = new Promise<number | NodeJS.Signals | Error>((resolve) => {
			child.once('error', resolve);
			// As prlimit, bwrap and the shell say that there is no such program: that says nothing of the file.
			const missing = new Error(`no ${command[0]}`);
			child.once('exit', (code, signal) =>
				resolve(code === 126 || code === 127 ? missing : (code ?? signal ?? 'SIGKILL')),
			);
		}).finally(() => {
			clearTimeout(clock);
			this.#running.delete(child);
		});
		return { output: child.stdout, ended, kill };
	}

	/** Nothing is begun any more, and what is under way is given up. Idempotent. */
	close(): void {
		this.#closed = true;
		for (const child of this.#running) end(child);
	}
}

/** With all that is of its group. */
function end({ pid, exitCode, signalCode }: ChildProcess): void {
	if (pid === undefined || exitCode !== null || signalCode !== null) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

const megabytes = (count: number) => count * 1024 * 1024;

const atMost = ({ memory, file, processor }: Limits) => [
	...[`--data=${megabytes(memory)}`, `--fsize=${file}`, `--cpu=${processor}`, '--core=0'],
];

const walls = (room: number, reads: Job['reads'] = {}) => [
	...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
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
