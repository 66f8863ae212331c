import type { Recording } from '../load/recording/recording.ts';

/** Bytes in a row that a packet shares with the recording by chance as good as never. */
const row = 8;
/** What three bytes can be. */
const threeBytes = 1 << 24;
/** Where fewer different bytes are in a row, it is padding and no picture. */
const leastDifferent = 5;

/** What is known to be said, and must be found in no packet of a line. */
export class ClearText {
	readonly #rows = new Set<string>();
	/** By their first three bytes, whether there is one: nearly all of what is encrypted is told from it by that. */
	readonly #begins = new Uint8Array(threeBytes);
	readonly #words: readonly string[];

	/** `words`: of the signalling. */
	constructor({ camera, microphone }: Recording, words: readonly string[]) {
		this.#words = words;
		for (const bytes of [...camera.flatMap(({ frames }) => frames), ...microphone])
			for (let at = 0; at + row <= bytes.length; at += row) {
				const each = bytes.subarray(at, at + row);
				if (new Set(each).size < leastDifferent) continue;
				this.#rows.add(each.toString('latin1'));
				this.#begins[each.readUIntBE(0, 3)] = 1;
			}
	}

	/** `packet`: of IP, or any bytes. */
	findIn(packet: Buffer): 'media' | 'words' | undefined {
		const text = packet.toString('latin1');
		if (this.#words.some((word) => text.includes(word))) return 'words';
		let begin = 0;
		for (let at = 0; at < packet.length; at += 1) {
			begin = ((begin << 8) | (packet[at] ?? 0)) & (threeBytes - 1);
			if (this.#begins[begin] && this.#rows.has(text.slice(at - 2, at - 2 + row))) return 'media';
		}
		return undefined;
	}
}
