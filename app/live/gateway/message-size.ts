/**
 * Whether a message that socket.io has parsed came over the wire as more bytes than these, give or take its punctuation.
 * Goes no deeper and no further than it must to know.
 */
export function isLargerThan(most: number, message: unknown): boolean {
	const waiting: unknown[] = [message];
	let bytes = 0;
	while (waiting.length > 0 && bytes <= most) {
		const value = waiting.pop();
		if (typeof value === 'string') bytes += Buffer.byteLength(value) + 2;
		else if (ArrayBuffer.isView(value)) bytes += value.byteLength;
		else if (Array.isArray(value)) {
			bytes += value.length;
			// A list of a million zeros is known to be too large before it is looked through.
			if (bytes <= most) for (const each of value as unknown[]) waiting.push(each);
		} else if (typeof value === 'object' && value !== null)
			for (const key in value) {
				bytes += Buffer.byteLength(key) + 4;
				if (bytes > most) return true;
				waiting.push((value as Record<string, unknown>)[key]);
			}
		else bytes += String(value).length;
	}
	return bytes > most;
}
