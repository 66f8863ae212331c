/** Frames of an IVF file, as views of it. Throws where it is none, or cut off. */
export function readIvf(file: Buffer): Buffer[] {
	if (file.toString('latin1', 0, 4) !== 'DKIF') throw new Error('not an IVF file');
	const frames: Buffer[] = [];
	for (let at = file.readUInt16LE(6); at < file.length;) {
		const start = at + 12;
		at = start + file.readUInt32LE(at);
		if (at > file.length) throw new Error('the IVF file is cut off');
		frames.push(file.subarray(start, at));
	}
	return frames;
}
