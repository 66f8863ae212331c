import type { VoteResult } from './events.ts';

/** `66,67`: per cent with two decimals, rounded half up in integers, so that no result hangs on floating point. */
export function percentOf(count: number, base: number, decimalMark: string): string {
	if (base === 0) return '0';
	const hundredths = (BigInt(count) * 20_000n + BigInt(base)) / (2n * BigInt(base));
	const decimals = hundredths % 100n;
	const whole = hundredths / 100n;
	return decimals === 0n
		? String(whole)
		: `${whole}${decimalMark}${String(decimals).padStart(2, '0').replace(/0$/, '')}`;
}

/** `27/40 thành viên (67,5 %) tán thành`: the sentence of the law, as minutes and notices carry it. No line ends before the sign. */
export const resultSentence = ({ for: count, base }: VoteResult): string =>
	`${count}/${base} thành viên (${percentOf(count, base, ',')}\u00A0%) tán thành`;
