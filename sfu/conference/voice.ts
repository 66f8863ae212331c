const silence = -127;

/** How loud one microphone is, by the level that each of its packets says (RFC 6464). */
export class Voice {
	#power = 0;
	#packets = 0;

	/** An RTP packet whose audio level has this extension id. */
	take(packet: Buffer, extensionId: number): void {
		const level = audioLevel(packet, extensionId);
		if (level === undefined) return;
		this.#power += 10 ** (-level / 10);
		this.#packets += 1;
	}

	/**
	 * Since the last look, in dBov, −127 (silence, or nothing came) to 0. Powers are averaged, not decibels: between the
	 * words of somebody who speaks a microphone may be as good as dead.
	 */
	loudness(): number {
		const [power, packets] = [this.#power, this.#packets];
		this.#power = 0;
		this.#packets = 0;
		return packets === 0 ? silence : Math.max(silence, Math.round(10 * Math.log10(power / packets)));
	}
}

/** In −dBov, 0 (loudest) to 127; undefined: the packet does not say. One-byte header extensions (RFC 8285 §4.2). */
function audioLevel(packet: Buffer, extensionId: number): number | undefined {
	const [first = 0] = packet;
	const start = 12 + 4 * (first & 0x0f);
	if ((first & 0x10) === 0 || packet.readUInt16BE(start) !== 0xbede) return undefined;
	const end = start + 4 + 4 * packet.readUInt16BE(start + 2);
	for (let at = start + 4; at < end;) {
		const element = packet.readUInt8(at);
		if (element === 0) at += 1;
		else if (element >> 4 === extensionId) return packet.readUInt8(at + 1) & 0x7f;
		else at += 2 + (element & 0x0f);
	}
	return undefined;
}
