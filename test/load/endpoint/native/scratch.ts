import { getRawPointer } from 'node:ffi';

/**
 * Memory that C functions may write to. Always an ArrayBuffer of its own: small typed arrays live in the JavaScript
 * heap, where the collector moves them.
 */
export class Scratch {
	readonly bytes: Buffer;
	readonly pointer: bigint;

	constructor(size: number) {
		const memory = new ArrayBuffer(size);
		this.bytes = Buffer.from(memory);
		this.pointer = getRawPointer(memory);
	}
}
