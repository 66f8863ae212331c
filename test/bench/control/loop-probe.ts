/**
 * Loaded into the control process by the bench (`node --import`): the longest time that its loop was kept by one thing, asked
 * over IPC. It counts each turn of the loop itself, from where it begins to look for what has come until it does so again, so that
 * nothing shorter than a timer's grain is lost; only while it is asked to, since it keeps the loop turning.
 */
import '#test/support/ends-with-parent.ts';
import { MessageChannel } from 'node:worker_threads';

export interface LongestTurn {
	/** of the turn that took the longest by the clock, in ms */
	readonly ms: number;
	/**
	 * Of the one that kept its thread at work the longest: without waits for the disk or for the machine's other programs. Linux counts
	 * that by its ticks of 4 ms, so that no turn is taken to have worked longer than it lasted.
	 */
	readonly cpuMs: number;
}

const none: LongestTurn = { ms: 0, cpuMs: 0 };
let longest: LongestTurn = none;
let watching = false;
let last = 0;
let lastCpu = 0;

const cpu = () => {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1_000;
};

function note(): void {
	const now = performance.now();
	const cpuNow = cpu();
	const ms = now - last;
	longest = { ms: Math.max(longest.ms, ms), cpuMs: Math.max(longest.cpuMs, Math.min(ms, cpuNow - lastCpu)) };
	last = now;
	lastCpu = cpuNow;
}

/**
 * A message to itself comes at the beginning of each turn. By `setImmediate` alone a turn would be cut in two: what a request does
 * and what it puts off to the end of the same turn, a commit for one, keep others waiting together.
 */
const { port1: near, port2: far } = new MessageChannel();
far.on('message', () => {
	if (!watching) return;
	note();
	next();
});
far.unref();

// From the end of the turn: posted from a message, the next one would come in the same turn.
const next = () => setImmediate(() => near.postMessage(null));

process.on('message', (order) => {
	if (order === 'watch') {
		[longest, watching, last, lastCpu] = [none, true, performance.now(), cpu()];
		next();
		process.send?.('watching');
	}
	if (order === 'tell') {
		// Who is answered in a turn may ask before it is over: that is the turn that counts.
		note();
		watching = false;
		process.send?.(longest);
	}
});
