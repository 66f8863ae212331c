/**
 * A process of its own that starts programs for another one (`Sandbox`). To start a program Linux copies the tables of all the
 * memory that whoever starts it has, and holds it up meanwhile: the control process, with hundreds of MB and every meeting on its
 * loop, would stand still for some 50 ms, in a thread of it no less. This one has little, and nobody waits for it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

/** `start`: a program with what it is told; `took`: one piece of its output was read, another may come; `kill`: with all that it started. */
export type Order =
	| { readonly start: number; readonly command: readonly [string, ...string[]] }
	| { readonly took: number }
	| { readonly kill: number };

/** `piece`: of its output, null after the last; `ended`: by its exit code or what ended it, or why it could not be started. */
export type Heard =
	| { readonly of: number; readonly piece: Uint8Array | null }
	| { readonly of: number; readonly ended: number | NodeJS.Signals | Error };

/**
 * What is started here stands back behind meetings and their media (nice, -20 to 19): on a machine that is busy with these it has a
 * quarter of it. With less, papers would run out of the time that they may take.
 */
const behind = 5;
// Nobody who was told to stand back further may come forward.
os.setPriority(Math.max(behind, os.getPriority()));
try {
	// Where Linux shares a processor between sessions first, only the session's own word counts: all that is started is in this one.
	writeFileSync('/proc/self/autogroup', String(behind));
} catch {
	// Kernels without it go by each process.
}

const running = new Map<number, ChildProcess>();
const tell = (heard: Heard) => process.send?.(heard);

function start(id: number, [program, ...told]: readonly [string, ...string[]]): void {
	// Its standard output alone is heard: what it complains of would be the paper's own words.
	const child = spawn(program, told, { env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
	running.set(id, child);
	child.once('error', (error) => tell({ of: id, ended: error }));
	child.once('exit', (code, signal) => tell({ of: id, ended: code ?? signal ?? 'SIGKILL' }));
	child.once('close', () => running.delete(id));
	child.stdout.on('readable', () => giveNext(id, child)).once('end', () => tell({ of: id, piece: null }));
}

/** Those who were told that they may have another piece before there was one. */
const waiting = new Set<number>();

function giveNext(id: number, { stdout }: ChildProcess): void {
	if (!waiting.has(id)) return;
	const piece = stdout?.read() as Buffer | null;
	if (piece === null) return;
	waiting.delete(id);
	tell({ of: id, piece });
}

/** What it started ends with it, as the sandbox sees to it. */
const end = (child: ChildProcess): boolean => child.kill('SIGKILL');

process.on('message', (order: Order) => {
	if ('start' in order) return start(order.start, order.command);
	const child = running.get('took' in order ? order.took : order.kill);
	if (!child) return;
	if ('kill' in order) {
		end(child);
		// Nobody reads it any more.
		child.stdout?.resume();
		return;
	}
	waiting.add(order.took);
	giveNext(order.took, child);
});

// Nobody hears of them any more.
process.on('disconnect', () => {
	for (const child of running.values()) end(child);
	process.exit();
});
