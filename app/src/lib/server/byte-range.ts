/** Inclusive at both ends, as in `Content-Range`. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

/**
 * What a `Range` header asks of a file of `size` bytes (RFC 9110, 14.1 and 14.2).
 * @returns `null`: send the whole (no header, another unit, malformed, or several ranges, which may be ignored);
 *   `'unsatisfiable'`: answer 416
 */
export function readRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
	const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? [];
	if (first === undefined || last === undefined || (first === '' && last === '')) return null;
	if (first === '') {
		const length = Math.min(Number(last), size);
		return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
	}
	const start = Number(first);
	const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
	if (last !== '' && Number(last) < start) return null;
	return start >= size ? 'unsatisfiable' : { start, end };
}
