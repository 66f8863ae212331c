import type { PackedStills, Still } from './wall.ts';

export function packStills(stills: readonly Still[]): PackedStills {
	const jpegs = new Uint8Array(stills.reduce((sum, { jpeg }) => sum + jpeg.byteLength, 0));
	let from = 0;
	for (const { jpeg } of stills) {
		jpegs.set(jpeg, from);
		from += jpeg.byteLength;
	}
	return { stills: stills.map(({ jpeg, ...still }) => ({ ...still, bytes: jpeg.byteLength })), jpegs };
}

/** The pictures are views of the piece that they came in. */
export function unpackStills({ stills, jpegs }: PackedStills): Still[] {
	const all = new Uint8Array(jpegs);
	let from = 0;
	return stills.map(({ bytes, ...still }) => {
		from += bytes;
		return { ...still, jpeg: all.subarray(from - bytes, from) };
	});
}
