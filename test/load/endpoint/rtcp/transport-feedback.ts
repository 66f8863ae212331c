import { rtcpTypes } from './compound.ts';

const format = 15;
/** ms: the unit of the reference time, and of a delta. */
const referenceUnit = 64;
const deltaUnit = 0.25;
/** Units in a delta of two bytes. */
const largestDelta = 0x7fff;
/** How many packets one feedback tells of: its length must fit a datagram. */
const mostPackets = 300;
/** Arrivals that are remembered until they are told of; a power of two. */
const kept = 1024;

// Written many times a second for each endpoint: no objects of its own for that.
const bytes = Buffer.alloc(2048);
const symbols = new Uint8Array(mostPackets);
const deltas = new Int16Array(mostPackets);

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): when which
 * packet of the transport came, from which mediasoup estimates what our link carries.
 */
export class TransportFeedback {
	/** ms, by the sequence number's last bits; 0: did not come. */
	readonly #arrivals = new Float64Array(kept);
	/** The next sequence number to tell of, counting on over the wrap; −1 before the first packet. */
	#next = -1;
	#highest = -1;
	#waiting = 0;
	#count = 0;

	/** `sequence`: the header extension's; `time`: ms. */
	accept(sequence: number, time: number): void {
		if (this.#highest < 0) this.#next = this.#highest = sequence;
		const step = (sequence - this.#highest) & 0xffff;
		const index = this.#highest + (step < 0x8000 ? step : step - 0x10000);
		if (index < this.#next) return;
		if (index - this.#next >= kept) this.#restart(index);
		if (index > this.#highest) this.#highest = index;
		this.#arrivals[index % kept] = time;
		this.#waiting++;
	}

	/** A packet that tells of what came since the last time, good until the next call; undefined: nothing came. */
	take(sender: number, media: number): Buffer | undefined {
		if (this.#waiting === 0) return undefined;
		const base = this.#next;
		const reference = Math.floor(this.#firstTime() / referenceUnit);
		let last = Math.round((reference * referenceUnit) / deltaUnit);
		let count = 0;
		while (this.#next <= this.#highest && count < mostPackets) {
			const time = this.#arrivals[this.#next % kept] ?? 0;
			const delta = time === 0 ? 0 : Math.round(time / deltaUnit) - last;
			if (Math.abs(delta) > largestDelta) break;
			symbols[count] = time === 0 ? 0 : delta >= 0 && delta <= 0xff ? 1 : 2;
			deltas[count++] = delta;
			last += delta;
			this.#arrivals[this.#next++ % kept] = 0;
			if (time !== 0) this.#waiting--;
		}
		bytes.writeUInt32BE(sender, 4);
		bytes.writeUInt32BE(media, 8);
		bytes.writeUInt16BE(base & 0xffff, 12);
		bytes.writeUInt16BE(count, 14);
		bytes.writeUIntBE(reference & 0xff_ffff, 16, 3);
		bytes[19] = this.#count++ & 0xff;
		return seal(writeDeltas(writeChunks(20, count), count));
	}

	#firstTime(): number {
		let first = Infinity;
		for (let index = this.#next; index <= this.#highest; index++) {
			const time = this.#arrivals[index % kept] ?? 0;
			if (time !== 0 && time < first) first = time;
		}
		return first;
	}

	/** Too much to tell of: as if the stream began here. */
	#restart(index: number): void {
		this.#arrivals.fill(0);
		this.#waiting = 0;
		this.#next = this.#highest = index;
	}
}

/** Run lengths where at least seven symbols are the same, else seven symbols of two bits. Gives where it ended. */
function writeChunks(at: number, count: number): number {
	for (let index = 0; index < count; at += 2) {
		const symbol = symbols[index] ?? 0;
		let run = 1;
		while (index + run < count && symbols[index + run] === symbol) run++;
		if (run >= 7 || index + run === count) {
			bytes.writeUInt16BE((symbol << 13) | run, at);
			index += run;
			continue;
		}
		let chunk = 0xc000;
		for (let slot = 0; slot < 7; slot++) {
			if (index + slot < count) chunk |= (symbols[index + slot] ?? 0) << (12 - 2 * slot);
		}
		bytes.writeUInt16BE(chunk, at);
		index += 7;
	}
	return at;
}

/** One byte or two for each packet that came. Gives where it ended. */
function writeDeltas(at: number, count: number): number {
	for (let index = 0; index < count; index++) {
		const delta = deltas[index] ?? 0;
		if (symbols[index] === 1) bytes[at++] = delta;
		else if (symbols[index] === 2) at = bytes.writeInt16BE(delta, at);
	}
	return at;
}

/** Pads to whole words and writes the common header. */
function seal(end: number): Buffer {
	const length = Math.ceil(end / 4) * 4;
	bytes.fill(0, end, length);
	bytes[0] = 0x80 | format;
	bytes[1] = rtcpTypes.rtpFeedback;
	bytes.writeUInt16BE(length / 4 - 1, 2);
	return bytes.subarray(0, length);
}
