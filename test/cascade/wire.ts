/**
 * node test/cascade/wire.ts NAMESPACE DEVICE NAMESPACE DEVICE MS: a cable between two network namespaces on which everything
 * takes so long each way, since this kernel has no `netem`. Its ends are interfaces of this program's (TUN), which are there
 * once it says so; it ends with whoever started it.
 */
import { constants, openSync } from 'node:fs';
import process from 'node:process';
import '../support/ends-with-parent.ts';
import { libc } from '../load/endpoint/native/libc.ts';
import { inNamespace } from '../load/endpoint/native/namespaces.ts';
import { Scratch } from '../load/endpoint/native/scratch.ts';

/** linux/if_tun.h: makes an interface of the descriptor, of IP packets without a header of its own. */
const TUNSETIFF = 0x400454can;
const IFF_TUN_NO_PI = 0x1001;
/** struct ifreq: the name, then flags. */
const ifreqBytes = 40;
const nameBytes = 16;
/** ms between looks: meanwhile packets wait in the kernel, up to 500. */
const lookEvery = 1;
const mostBytes = 2048;

interface End {
	readonly descriptor: number;
	/** what is on its way to it, with when it is due */
	readonly underWay: { readonly due: number; readonly packet: Buffer }[];
}

const [one = '', oneDevice = '', other = '', otherDevice = '', ms] = process.argv.slice(2);
const delay = Number(ms);
const scratch = new Scratch(mostBytes);
const ends = [openEnd(one, oneDevice), openEnd(other, otherDevice)] as const;

function openEnd(namespace: string, device: string): End {
	// The interface is in the network that the descriptor was opened in.
	const descriptor = inNamespace(namespace, () => openSync('/dev/net/tun', constants.O_RDWR | constants.O_NONBLOCK));
	scratch.bytes.fill(0, 0, ifreqBytes);
	scratch.bytes.write(device);
	scratch.bytes.writeUInt16LE(IFF_TUN_NO_PI, nameBytes);
	if (libc.ioctl(descriptor, TUNSETIFF, scratch.pointer) !== 0) throw new Error(`no interface ${device} (TUN)`);
	return { descriptor, underWay: [] };
}

function carry(from: End, to: End, now: number): void {
	for (;;) {
		const length = Number(libc.read(from.descriptor, scratch.pointer, BigInt(mostBytes)));
		if (length <= 0) break;
		to.underWay.push({ due: now + delay, packet: Buffer.from(scratch.bytes.subarray(0, length)) });
	}
	for (let next = to.underWay[0]; next && next.due <= now; next = to.underWay[0]) {
		to.underWay.shift();
		next.packet.copy(scratch.bytes);
		libc.write(to.descriptor, scratch.pointer, BigInt(next.packet.length));
	}
}

setInterval(() => {
	const now = performance.now();
	carry(ends[0], ends[1], now);
	carry(ends[1], ends[0], now);
}, lookEvery);
process.send?.('ready');
