import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** RFC 8489 §5. */
const magicCookie = 0x2112a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const bindingError = 0x0111;
const fingerprintMask = 0x5354554e;
const integrityBytes = 24;
const fingerprintBytes = 8;

/** RFC 8489 §14 and RFC 8445 §16.1. */
const attributes = {
	username: 0x0006,
	messageIntegrity: 0x0008,
	priority: 0x0024,
	useCandidate: 0x0025,
	fingerprint: 0x8028,
	controlling: 0x802a,
} as const;

export interface BindingRequest {
	/** 12 bytes. */
	transactionId: Buffer;
	/** `theirs:ours`. */
	username: string;
	/** Their password. */
	password: string;
	/** 8 bytes. */
	tieBreaker: Buffer;
	priority: number;
}

/** A connectivity check of the controlling side that nominates its pair at once (RFC 8445 §7.1). */
export function writeBindingRequest(request: BindingRequest): Buffer {
	const priority = Buffer.alloc(4);
	priority.writeUInt32BE(request.priority);
	const message = Buffer.concat([
		Buffer.alloc(20),
		attribute(attributes.username, Buffer.from(request.username)),
		attribute(attributes.controlling, request.tieBreaker),
		attribute(attributes.priority, priority),
		attribute(attributes.useCandidate, Buffer.alloc(0)),
		Buffer.alloc(integrityBytes + fingerprintBytes),
	]);
	message.writeUInt16BE(bindingRequest, 0);
	message.writeUInt32BE(magicCookie, 4);
	request.transactionId.copy(message, 8);
	return seal(message, request.password);
}

export interface BindingResponse {
	transactionId: Buffer;
	/** False: an error response. */
	success: boolean;
}

/** A response to one of our requests, or undefined where it is none, or not from who knows the password. */
export function readBindingResponse(message: Buffer, password: string): BindingResponse | undefined {
	if (message.length < 20 || message.readUInt32BE(4) !== magicCookie) return undefined;
	const type = message.readUInt16BE(0);
	const transactionId = Buffer.from(message.subarray(8, 20));
	if (type === bindingError) return { transactionId, success: false };
	if (type !== bindingSuccess) return undefined;
	for (let at = 20; at + 4 <= message.length;) {
		const length = message.readUInt16BE(at + 2);
		if (message.readUInt16BE(at) === attributes.messageIntegrity && length === 20 && at + 24 <= message.length) {
			const given = message.subarray(at + 4, at + 24);
			return timingSafeEqual(given, integrity(message, at, password)) ? { transactionId, success: true } : undefined;
		}
		at += 4 + length + (-length & 3);
	}
	return undefined;
}

function attribute(type: number, value: Buffer): Buffer {
	const bytes = Buffer.alloc(4 + value.length + (-value.length & 3));
	bytes.writeUInt16BE(type, 0);
	bytes.writeUInt16BE(value.length, 2);
	value.copy(bytes, 4);
	return bytes;
}

/** Fills MESSAGE-INTEGRITY and FINGERPRINT, for which the end of the message has room. */
function seal(message: Buffer, password: string): Buffer {
	const at = message.length - integrityBytes - fingerprintBytes;
	message.writeUInt16BE(attributes.messageIntegrity, at);
	message.writeUInt16BE(20, at + 2);
	integrity(message, at, password).copy(message, at + 4);
	const end = message.length - fingerprintBytes;
	message.writeUInt16BE(message.length - 20, 2);
	message.writeUInt16BE(attributes.fingerprint, end);
	message.writeUInt16BE(4, end + 2);
	message.writeUInt32BE((crc32(message.subarray(0, end)) ^ fingerprintMask) >>> 0, end + 4);
	return message;
}

/** RFC 8489 §14.5: over the message up to the attribute, with a length as if the attribute were the last. */
function integrity(message: Buffer, at: number, password: string): Buffer {
	const covered = Buffer.from(message.subarray(0, at));
	covered.writeUInt16BE(at + integrityBytes - 20, 2);
	return createHmac('sha1', password).update(covered).digest();
}
