import { rtcpTypes, writePacket } from './compound.ts';

const format = 15;
/** ms: the unit of the reference time, and of a delta. */
const referenceUnit = 64;
const deltaUnit = 0.25;
/** Units in a delta of two bytes. */
const largestDelta = 0x7fff;
/** How many packets one feedback tells of: its length must fit a datagram. */
const mostPackets = 300;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): when which
 * packet of the transport came, from which mediasoup estimates what our link carries.
 */
export class TransportFeedback {
	readonly #arrivals = new Map<number, number>();
	/** The next sequence number to tell of, counting on over the wrap; −1 before the first packet. */
	#next = -1;
	#highest = -1;
	#count = 0;

	/** `sequence`: the header extension's; `time`: ms. */
	accept(sequence: number, time: number): void {
		if (this.#highest < 0) this.#next = this.#highest = sequence;
		const step = (sequence - this.#highest) & 0xffff;
		const index = this.#highest + (step < 0x8000 ? step : step - 0x10000);
		if (index < this.#next) return;
		this.#highest = Math.max(this.#highest, index);
		this.#arrivals.set(index, time);
	}

	/** Tells of what came since the last time; undefined: nothing. */
	take(sender: number, media: number): Buffer | undefined {
		if (this.#arrivals.size === 0) return undefined;
		const base = this.#next;
		const firstTime = Math.min(...this.#arrivals.values());
		const reference = Math.floor(firstTime / referenceUnit);
		const deltas: (number | undefined)[] = [];
		let last = Math.round((reference * referenceUnit) / deltaUnit);
		let index = base;
		for (; index <= this.#highest && deltas.length < mostPackets; index++) {
			const time = this.#arrivals.get(index);
			const ticks = time === undefined ? last : Math.round(time / deltaUnit);
			if (Math.abs(ticks - last) > largestDelta) break;
			deltas.push(time === undefined ? undefined : ticks - last);
			last = ticks;
			this.#arrivals.delete(index);
		}
		this.#next = index;
		return this.#write(sender, media, base, reference, deltas);
	}

	#write(sender: number, media: number, base: number, reference: number, deltas: (number | undefined)[]): Buffer {
		const chunks = writeChunks(deltas.map(symbolOf));
		const values = Buffer.concat(deltas.filter((delta) => delta !== undefined).map(writeDelta));
		const length = 16 + chunks.length + values.length;
		const body = Buffer.alloc(Math.ceil(length / 4) * 4);
		body.writeUInt32BE(sender, 0);
		body.writeUInt32BE(media, 4);
		body.writeUInt16BE(base & 0xffff, 8);
		body.writeUInt16BE(deltas.length, 10);
		body.writeUIntBE(reference & 0xff_ffff, 12, 3);
		body[15] = this.#count++ & 0xff;
		chunks.copy(body, 16);
		values.copy(body, 16 + chunks.length);
		return writePacket(rtcpTypes.rtpFeedback, format, body);
	}
}

/** 0: did not come; 1: a delta of one byte; 2: of two. */
function symbolOf(delta: number | undefined): number {
	if (delta === undefined) return 0;
	return delta >= 0 && delta <= 0xff ? 1 : 2;
}

function writeDelta(delta: number): Buffer {
	if (symbolOf(delta) === 1) return Buffer.of(delta);
	const bytes = Buffer.alloc(2);
	bytes.writeInt16BE(delta);
	return bytes;
}

/** Run lengths where at least seven symbols are the same, else seven symbols of two bits. */
function writeChunks(symbols: readonly number[]): Buffer {
	const chunks: number[] = [];
	for (let at = 0; at < symbols.length;) {
		const symbol = symbols[at] ?? 0;
		let run = 1;
		while (symbols[at + run] === symbol && run < 0x1fff) run++;
		if (run >= 7 || at + run === symbols.length) {
			chunks.push((symbol << 13) | run);
			at += run;
		} else {
			let chunk = 0xc000;
			for (let slot = 0; slot < 7; slot++) chunk |= (symbols[at + slot] ?? 0) << (12 - 2 * slot);
			chunks.push(chunk);
			at += 7;
		}
	}
	const bytes = Buffer.alloc(2 * chunks.length);
	chunks.forEach((chunk, index) => bytes.writeUInt16BE(chunk, 2 * index));
	return bytes;
}
