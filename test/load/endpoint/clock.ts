/**
 * ms since 1970, with fractions: what every time in this folder is. The kernel's times of arrival are on the same
 * scale, and other processes on the machine can compare theirs with it.
 */
export function epochNow(): number {
	return performance.timeOrigin + performance.now();
}
