/** What the first packet of a VP8 frame says. */
export interface FrameStart {
	readonly keyFrame: boolean;
	/** In pixels; a key frame says them. */
	readonly width?: number;
	readonly height?: number;
}

/** What a payload descriptor says of its frame (RFC 7741 §4.2), besides the start of a partition. */
export interface PayloadDescriptor {
	/** 15 bits. */
	readonly pictureId: number;
	/** 8 bits: counts the frames of temporal layer 0. */
	readonly tl0PictureIndex: number;
	readonly temporalLayer: number;
	/** The frame needs nothing of its own or a higher temporal layer. */
	readonly layerSync: boolean;
	/** No other frame needs this one. */
	readonly disposable: boolean;
}

/** X, I, L and T present; a PictureID of two bytes. */
export const descriptorBytes = 6;

/** Writes a descriptor of `descriptorBytes`; `starts`: the packet begins the frame's first partition. */
export function writeDescriptor(bytes: Buffer, at: number, descriptor: PayloadDescriptor, starts: boolean): void {
	bytes[at] = 0x80 | (descriptor.disposable ? 0x20 : 0) | (starts ? 0x10 : 0);
	bytes[at + 1] = 0xe0;
	bytes.writeUInt16BE(0x8000 | descriptor.pictureId, at + 2);
	bytes[at + 4] = descriptor.tl0PictureIndex;
	bytes[at + 5] = (descriptor.temporalLayer << 6) | (descriptor.layerSync ? 0x20 : 0);
}

/** Reads the start of an RTP payload; undefined: the packet does not begin a frame. */
export function readFrameStart(payload: Buffer): FrameStart | undefined {
	const first = payload[0] ?? 0;
	// S set and partition 0.
	if ((first & 0x17) !== 0x10) return undefined;
	let at = 1;
	if (first & 0x80) {
		const extension = payload[at++] ?? 0;
		if (extension & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1;
		if (extension & 0x40) at++;
		if (extension & 0x30) at++;
	}
	return at < payload.length ? readFrameHeader(payload.subarray(at)) : undefined;
}

/** RFC 6386 §9.1: the header of a frame. */
export function readFrameHeader(frame: Buffer): FrameStart {
	const keyFrame = ((frame[0] ?? 1) & 1) === 0;
	if (!keyFrame || frame.length < 10 || frame.readUIntBE(3, 3) !== 0x9d012a) return { keyFrame };
	return { keyFrame, width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
}

/**
 * Cuts a frame of `bytes` into pieces of nearly the same size, none over `most`, as browsers do: their lengths.
 */
export function splitFrame(bytes: number, most: number): number[] {
	const count = Math.max(1, Math.ceil(bytes / most));
	const small = Math.floor(bytes / count);
	const larger = bytes - small * count;
	return Array.from({ length: count }, (_, index) => (index < count - larger ? small : small + 1));
}
