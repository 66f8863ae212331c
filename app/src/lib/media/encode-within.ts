/** From what nobody can tell from the picture itself to what still shows whether somebody sits there. */
export const stillQualities = [0.75, 0.6, 0.45, 0.3, 0.15] as const;

/** The best of a picture's encodings that weighs at most `most` bytes; null: none does. `quality`: 0 to 1. */
export async function encodeWithin(
	most: number,
	encode: (quality: number) => Promise<Blob | null>,
): Promise<Blob | null> {
	for (const quality of stillQualities) {
		const encoded = await encode(quality);
		if (encoded && encoded.size <= most) return encoded;
	}
	return null;
}
