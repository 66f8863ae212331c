import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { LinkMinute } from './links.ts';

export const hourMs = 3_600_000;
const minuteMs = 60_000;

const grades = ['good', 'fair', 'weak'] as const;
const carryings = ['sound', 'small', 'half', 'all'] as const;
const protocols = [null, 'udp', 'tcp'] as const;

/** Not known. */
const none = 0xffff;

/** Losses are kept to a hundredth of a per cent. */
const fine = 10_000;

/** Of the form below; another one takes another number. */
const form = 1;

/** A column of numbers, their low bytes before their high ones: what hardly changes lies next to each other. */
function column(bytes: 1 | 2 | 4, values: readonly number[]): Buffer {
	const packed = Buffer.alloc(bytes * values.length);
	for (let byte = 0; byte < bytes; byte += 1)
		values.forEach((value, index) => (packed[byte * values.length + index] = Math.floor(value / 256 ** byte) % 256));
	return packed;
}

const share = (loss: number | null) => (loss === null ? none : Math.round(loss * fine));
const whole = (value: number | null) => (value === null ? none : Math.min(value, none - 1));

/** The minutes of one device in one hour, as a few hundred bytes. */
export function packMinutes(hour: number, minutes: readonly LinkMinute[]): Buffer {
	const each = (of: (minute: LinkMinute) => number) => minutes.map(of);
	const columns = [
		column(
			1,
			each(({ at }) => (at - hour) / minuteMs),
		),
		column(
			1,
			each(
				({ grade, carrying, protocol }) =>
					grades.indexOf(grade) + 4 * carryings.indexOf(carrying) + 16 * protocols.indexOf(protocol),
			),
		),
		column(
			2,
			each(({ lossDown }) => share(lossDown)),
		),
		column(
			2,
			each(({ lossUp }) => share(lossUp)),
		),
		column(
			2,
			each(({ rttMs }) => whole(rttMs)),
		),
		column(
			4,
			each(({ kbpsDown }) => kbpsDown),
		),
		column(
			4,
			each(({ kbpsUp }) => kbpsUp),
		),
	];
	return Buffer.concat([Buffer.of(form), deflateRawSync(Buffer.concat(columns), { level: 9 })]);
}

export function unpackMinutes(hour: number, packed: Buffer): LinkMinute[] {
	if (packed[0] !== form) throw new Error(`minutes of links in a form that is not known: ${packed[0]}`);
	const columns = inflateRawSync(packed.subarray(1));
	const count = columns.length / 16;
	let from = 0;
	const read = (bytes: number) => {
		const start = from;
		from += bytes * count;
		return (index: number) => {
			let value = 0;
			for (let byte = 0; byte < bytes; byte += 1) value += (columns[start + byte * count + index] ?? 0) * 256 ** byte;
			return value;
		};
	};
	const [at, signs, lossDown, lossUp, rtt, down, up] = [read(1), read(1), read(2), read(2), read(2), read(4), read(4)];
	const known = (value: number) => (value === none ? null : value);
	const loss = (value: number) => (value === none ? null : value / fine);
	return Array.from({ length: count }, (_, index) => ({
		at: hour + at(index) * minuteMs,
		grade: grades[signs(index) % 4] ?? 'good',
		carrying: carryings[Math.floor(signs(index) / 4) % 4] ?? 'all',
		protocol: protocols[Math.floor(signs(index) / 16)] ?? null,
		lossDown: loss(lossDown(index)),
		lossUp: loss(lossUp(index)),
		rttMs: known(rtt(index)),
		kbpsDown: down(index),
		kbpsUp: up(index),
	}));
}
