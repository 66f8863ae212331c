import { constants, libc } from './native/libc.ts';
import { Scratch } from './native/scratch.ts';

const scratch = new Scratch(16);
const view = new DataView(scratch.bytes.buffer);

/**
 * ms since 1970, with fractions: what every time in this folder is. It is the clock by which the kernel says when a
 * packet came, so a step of the system's clock makes no difference between the two; nor does another process.
 */
export function epochNow(): number {
	libc.clock_gettime(constants.CLOCK_REALTIME, scratch.pointer);
	// struct timespec; 32 bits hold the seconds until 2106.
	return view.getUint32(0, true) * 1000 + view.getUint32(8, true) / 1e6;
}
