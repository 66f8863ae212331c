import { run } from '#test/support/namespace.ts';

export interface Count {
	readonly packets: number;
	/** of IP, with its headers */
	readonly bytes: number;
}

/** What has left through one end of a cable so far, by the kernel's own counters (nftables). */
export interface Sent {
	/** UDP: ICE, DTLS, SRTP and SRTCP */
	readonly media: Count;
	/** TCP: nodes' links to the control process and devices' sockets, all within TLS */
	readonly signalling: Count;
	/** of the media, SRTP by the SSRC in its header, which is not encrypted */
	readonly streams: ReadonlyMap<number, Count>;
}

interface Listed {
	readonly nftables: readonly {
		readonly counter?: Count & { readonly name: string };
		readonly set?: { readonly elem?: readonly { readonly elem: { readonly val: number; readonly counter: Count } }[] };
	}[];
}

const fromInput = ['-f', '-'];

const nothing: Count = { packets: 0, bytes: 0 };

/** One end of a cable in a network namespace: what leaves there is counted, what arrives can be lost. */
export class CountedEnd {
	readonly namespace: string;
	readonly device: string;

	/** From now on. Throws as `run`. */
	constructor(namespace: string, device: string) {
		this.namespace = namespace;
		this.device = device;
		// RTP: version 2, and no packet type of RTCP's (RFC 5761 §4) in the second byte; its SSRC is at 8 bytes after UDP's 8.
		this.#nft(
			fromInput,
			`
			table inet ${this.#table} {
				counter media {}
				counter signalling {}
				set streams { typeof @th,128,32; flags dynamic; size 4096; timeout 1h; counter; }
				chain leaving {
					type filter hook postrouting priority 0;
					oifname "${device}" meta l4proto tcp counter name signalling
					oifname "${device}" meta l4proto udp counter name media
					oifname "${device}" meta l4proto udp @th,64,8 & 0xc0 == 0x80 @th,72,8 != 192-223 update @streams { @th,128,32 }
				}
				chain arriving { type filter hook prerouting priority -400; }
			}`,
		);
	}

	read(): Sent {
		const listed = JSON.parse(this.#nft(['-j', 'list', 'table', 'inet', this.#table])) as Listed;
		const counter = (name: string) => countOf(listed.nftables.find((each) => each.counter?.name === name)?.counter);
		const elements = listed.nftables.flatMap(({ set }) => set?.elem ?? []);
		return {
			media: counter('media'),
			signalling: counter('signalling'),
			streams: new Map(elements.map(({ elem }) => [elem.val, countOf(elem.counter)])),
		};
	}

	/** So large a share (0 to 1) of what arrives is lost from now on; nobody is told. */
	lose(share: number): void {
		const among = 10_000;
		const rule = `numgen random mod ${among} < ${Math.round(share * among)} drop`;
		const lost =
			share === 0
				? ''
				: `add rule inet ${this.#table} arriving iifname "${this.device}" ${share === 1 ? 'drop' : rule}`;
		this.#nft(fromInput, `flush chain inet ${this.#table} arriving\n${lost}`);
	}

	get #table(): string {
		return `end_${this.device}`;
	}

	#nft(args: readonly string[], input = ''): string {
		return run('ip', ['netns', 'exec', this.namespace, 'nft', ...args], input);
	}
}

const countOf = ({ packets, bytes }: Count = nothing): Count => ({ packets, bytes });
const minus = (after: Count, before: Count = nothing): Count => ({
	packets: after.packets - before.packets,
	bytes: after.bytes - before.bytes,
});

/** What left between two readings. */
export function sentBetween(before: Sent, after: Sent): Sent {
	return {
		media: minus(after.media, before.media),
		signalling: minus(after.signalling, before.signalling),
		streams: new Map([...after.streams].map(([ssrc, count]) => [ssrc, minus(count, before.streams.get(ssrc))])),
	};
}

/** mediasoup's own, of packets without media that find out what a way carries */
export const probation = 1234;
/** Retransmissions have an SSRC of their own, and are few; of a voice 25 packets come in a second. */
const leastPerSecond = 10;

/** How many SRTP streams have flowed in so many seconds. */
export const streamsIn = ({ streams }: Sent, seconds: number): number =>
	[...streams].filter(([ssrc, { packets }]) => ssrc !== probation && packets >= leastPerSecond * seconds).length;
