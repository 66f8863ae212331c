import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import process from 'node:process';

/** The interface inside: the way to this machine, and to nothing else. */
export const inside = 'eth0';

let laid = 0;

/**
 * Makes a network namespace joined to this machine by a cable (veth), whose end here has the namespace's name. Throws
 * an Error that says what is missing where this machine cannot do it.
 */
export function layNamespace(): { name: string; hostAddress: string } {
	if (process.getuid?.() !== 0)
		throw new Error('a network of its own needs root for network namespaces: run the stories as root, as CI does');
	removeOrphans();
	const name = `nhip${process.pid}-${++laid}`;
	const subnet = freeSubnet();
	const hostAddress = `${subnet}1`;
	try {
		run('ip', ['netns', 'add', name]);
		run('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', inside, 'netns', name]);
		for (const [where, device, address] of [
			[['-n', name], inside, `${subnet}2`],
			[[], name, hostAddress],
		] as const) {
			// Each segment is a packet, to be lost and to wait by itself; no IPv6, which the firewall does not know.
			run('ip', [...where, 'link', 'set', device, 'gso_max_segs', '1', 'addrgenmode', 'none']);
			run('ip', [...where, 'addr', 'add', `${address}/30`, 'dev', device]);
			run('ip', [...where, 'link', 'set', device, 'up']);
		}
		run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
		// To this machine's other addresses: another network's end of the cable, for one.
		run('ip', ['-n', name, 'route', 'add', 'default', 'via', hostAddress]);
		return { name, hostAddress };
	} catch (error) {
		removeNamespace(name);
		throw error;
	}
}

/** How long a packet may wait before a narrow cable, in ms; what would wait longer is dropped, as routers do. */
const longestQueue = 400;

/** So much passes through the cable of a namespace from now on, each way. */
export function narrowCable(name: string, kbitPerSecond: number): void {
	// Two packets at once, or what may pass between two ticks of the kernel's clock (100 Hz at least).
	const burst = Math.max(2 * 1514, Math.round((kbitPerSecond * 1000) / 8 / 100));
	const shape = ['root', 'tbf', 'rate', `${kbitPerSecond}kbit`, 'burst', `${burst}`, 'latency', `${longestQueue}ms`];
	run('tc', ['-n', name, 'qdisc', 'replace', 'dev', inside, ...shape]);
	run('tc', ['qdisc', 'replace', 'dev', name, ...shape]);
}

/** Everything passes again through a cable that was narrowed. */
export function widenCable(name: string): void {
	run('tc', ['-n', name, 'qdisc', 'del', 'dev', inside, 'root']);
	run('tc', ['qdisc', 'del', 'dev', name, 'root']);
}

/** Idempotent. */
export function removeNamespace(name: string): void {
	// The cable first: left to the kernel, it goes some time after the namespace.
	if (existsSync(`/sys/class/net/${name}`)) run('ip', ['link', 'del', name]);
	if (existsSync(`/run/netns/${name}`)) run('ip', ['netns', 'del', name]);
}

/** Runs a program to its end. Throws an Error with what it said. */
export function run(program: string, args: readonly string[], input = ''): string {
	try {
		return execFileSync(program, args, { input, encoding: 'utf8', stdio: 'pipe' });
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
			throw new Error(`\`${program}\` is missing: apt-get install iproute2 nftables`, { cause: error });
		throw error;
	}
}

/** The first three bytes of addresses that nobody uses here; RFC 2544 keeps the range for tests of networks. */
function freeSubnet(): string {
	const taken = run('ip', ['-4', 'route', 'show', 'table', 'all']);
	for (;;) {
		const subnet = `198.${randomInt(18, 20)}.${randomInt(0, 256)}.`;
		if (!taken.includes(subnet)) return subnet;
	}
}

/** Of stories that were killed before they could remove them. */
function removeOrphans(): void {
	for (const [, name = '', pid] of run('ip', ['netns', 'list']).matchAll(/^(nhip(\d+)-\d+)/gm))
		if (!existsSync(`/proc/${pid}`)) removeNamespace(name);
}
