import { readFileSync } from 'node:fs';

export interface UdpDrops {
	/** By the server's sockets: it was too busy to read what was sent to it. */
	readonly server: number;
	/** By sockets connected to the server: the load tool was too busy, which is no fault of the server's. */
	readonly endpoints: number;
}

/**
 * Datagrams that the kernel threw away since their sockets were opened, because a receive buffer was full: tells on
 * which side packets were lost on one machine. `ports`: the server's. Sockets that are closed no longer count.
 */
export function readUdpDrops(ports: readonly number[], table = readFileSync('/proc/net/udp', 'utf8')): UdpDrops {
	const drops = { server: 0, endpoints: 0 };
	for (const line of table.split('\n').slice(1)) {
		// Local and remote address as hexadecimal address:port; the drops at the end (Linux, Documentation/networking).
		const [, local = '', remote = '', ...rest] = line.trim().split(/\s+/);
		const dropped = Number(rest.at(-1) ?? 0);
		if (ports.includes(portOf(local))) drops.server += dropped;
		else if (ports.includes(portOf(remote))) drops.endpoints += dropped;
	}
	return drops;
}

function portOf(address: string): number {
	return Number.parseInt(address.split(':')[1] ?? '', 16);
}
