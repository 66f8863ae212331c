/**
 * Loaded into the control process by the bench (`node --import`): the longest time that its loop was kept by one thing, asked
 * over IPC. It counts each turn of the loop itself, so that nothing shorter than a timer's grain is lost; only while it is
 * asked to, since it keeps the loop turning.
 */
import '#test/support/ends-with-parent.ts';

export interface LongestTurn {
	/** ms, and how much of them the thread was at work: the rest it waited for the disk or for the machine's other programs */
	readonly ms: number;
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
	if (now - last > longest.ms) longest = { ms: now - last, cpuMs: cpuNow - lastCpu };
	last = now;
	lastCpu = cpuNow;
}

function turn(): void {
	if (!watching) return;
	note();
	setImmediate(turn);
}

process.on('message', (order) => {
	if (order === 'watch') {
		[longest, watching, last, lastCpu] = [none, true, performance.now(), cpu()];
		setImmediate(turn);
		process.send?.('watching');
	}
	if (order === 'tell') {
		// Who is answered in a turn may ask before it is over: that is the turn that counts.
		note();
		watching = false;
		process.send?.(longest);
	}
});
