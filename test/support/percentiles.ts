export interface Percentiles {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
}

/** Nearest-rank percentiles, rounded to 0.1. Throws on no values: no figure is better than a made-up one. */
export function percentiles(values: readonly number[]): Percentiles {
	if (values.length === 0) throw new Error('nothing was measured');
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number) => Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
