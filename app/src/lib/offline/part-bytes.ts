/** A paper is sealed in parts of so many bytes. */
export const partBytes = 256 * 1024;

/** @param size of a paper, in bytes */
export const partsIn = (size: number): number => Math.ceil(size / partBytes);
