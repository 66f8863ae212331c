import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import process from 'node:process';

/** The interface inside: the way to this machine, and to nothing else. */
export const inside = 'eth0';

let laid = 0;

/** One end of a cable (veth): an interface with an address, a /30's, in a network namespace or in this machine's own network. */
export interface CableEnd {
	readonly namespace?: string;
	readonly device: string;
	readonly address: string;
}

/**
 * Makes a network namespace joined to this machine by a cable (veth), whose end here has the namespace's name. Throws
 * an Error that says what is missing where this machine cannot do it.
 */
export function layNamespace(): { name: string; address: string; hostAddress: string } {
	const name = addNamespace();
	try {
		const subnet = freeSubnet();
		const [hostAddress, address] = [`${subnet}1`, `${subnet}2`];
		layCable({ device: name, address: hostAddress }, { namespace: name, device: inside, address });
		// To this machine's other addresses: another network's end of the cable, for one.
		run('ip', ['-n', name, 'route', 'add', 'default', 'via', hostAddress]);
		return { name, address, hostAddress };
	} catch (error) {
		removeNamespace(name);
		throw error;
	}
}

/** A network namespace that nothing leads to yet; returns its name. Throws as `layNamespace`. */
export function addNamespace(): string {
	if (process.getuid?.() !== 0)
		throw new Error('a network of its own needs root for network namespaces: run it as root, as CI does');
	removeOrphans();
	const name = `nhip${process.pid}-${++laid}`;
	run('ip', ['netns', 'add', name]);
	run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
	return name;
}

/** Joins two networks. */
export function layCable(near: CableEnd, far: CableEnd): void {
	const peer = ['peer', 'name', far.device, ...(far.namespace === undefined ? [] : ['netns', far.namespace])];
	run('ip', [...within(near), 'link', 'add', near.device, 'type', 'veth', ...peer]);
	for (const end of [far, near]) raiseEnd(end);
}

/** Gives an interface its address; packets pass from now on. */
export function raiseEnd(end: CableEnd): void {
	// Each segment is a packet, to be lost and to wait by itself; no IPv6, which the firewall does not know.
	run('ip', [...within(end), 'link', 'set', end.device, 'gso_max_segs', '1', 'addrgenmode', 'none']);
	run('ip', [...within(end), 'addr', 'add', `${end.address}/30`, 'dev', end.device]);
	run('ip', [...within(end), 'link', 'set', end.device, 'up']);
}

const within = ({ namespace }: Pick<CableEnd, 'namespace'>) => (namespace === undefined ? [] : ['-n', namespace]);

/** How long a packet may wait before a narrow cable, in ms; what would wait longer is dropped, as routers do. */
const longestQueue = 400;

/** So much passes through the cable of a namespace from now on, each way. */
export function narrowCable(name: string, kbitPerSecond: number): void {
	for (const end of endsOf(name)) narrowEnd(end, kbitPerSecond);
}

/** Everything passes again through a cable that was narrowed. */
export function widenCable(name: string): void {
	for (const end of endsOf(name)) widenEnd(end);
}

const endsOf = (name: string) => [{ namespace: name, device: inside }, { device: name }];

/** So much leaves through one end of a cable from now on. */
export function narrowEnd(end: Omit<CableEnd, 'address'>, kbitPerSecond: number): void {
	// Two packets at once, or what may pass between two ticks of the kernel's clock (100 Hz at least).
	const burst = Math.max(2 * 1514, Math.round((kbitPerSecond * 1000) / 8 / 100));
	const shape = ['root', 'tbf', 'rate', `${kbitPerSecond}kbit`, 'burst', `${burst}`, 'latency', `${longestQueue}ms`];
	run('tc', [...within(end), 'qdisc', 'replace', 'dev', end.device, ...shape]);
}

/** Everything leaves again through an end that was narrowed. */
export function widenEnd(end: Omit<CableEnd, 'address'>): void {
	run('tc', [...within(end), 'qdisc', 'del', 'dev', end.device, 'root']);
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
