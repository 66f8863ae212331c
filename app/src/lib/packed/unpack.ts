/** The text that was packed with gzip (RFC 1952). Rejects for anything else. */
export async function unpack(packed: Uint8Array): Promise<string> {
	const unpacked = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
	return new Response(unpacked).text();
}
