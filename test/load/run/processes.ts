import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux counts processor time in these (sysconf(_SC_CLK_TCK)), ms. */
const tick = 10;

/** Empty for a process that has ended in the meantime. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

/** Processor time of a process so far, user and system, in ms; 0 for one that is gone (proc(5), stat). */
export function cpuMs(pid: number): number {
	const fields = read(`/proc/${pid}/stat`)
		.replace(/^.*\) /, '')
		.split(' ');
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick;
}

/** Resident memory of a process, in MB; 0 for one that is gone. */
export const rssMb = (pid: number): number =>
	Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);

const parentOf = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

/** Processes that a process has started, and those have, whose command line holds these words. */
export function descendants(pid: number, words: string): number[] {
	const children = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((each) => parentOf(each) === pid);
	return children.flatMap((child) => [
		...(commandOf(child).includes(words) ? [child] : []),
		...descendants(child, words),
	]);
}

/** Descriptors that a process has open: files, sockets and what else the kernel keeps for it. */
export const handlesOf = (pid: number): number => list(`/proc/${pid}/fd`).length;

/** UDP ports that a process has sockets on (proc(5): a socket is named by its inode). */
export function udpPortsOf(pid: number): number[] {
	const inodes = new Set(
		list(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
	);
	return read('/proc/net/udp')
		.split('\n')
		.slice(1)
		.map((line) => line.trim().split(/\s+/))
		.filter((fields) => inodes.has(fields[9] ?? ''))
		.map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16));
}

function list(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function link(file: string): string {
	try {
		return readlinkSync(file);
	} catch {
		return '';
	}
}
