import { fold } from '#db/fold.ts';

/** A stretch of text as pdf.js finds it on a page. */
export interface Piece {
	readonly str: string;
	/** where it begins, how large and how turned it is (ISO 32000-2, 8.3.3) */
	readonly transform: readonly unknown[];
	/** in points */
	readonly width: number;
}

/**
 * The stamps of the three degrees (Luật 117/2025/QH15), without what is between the letters: in Unicode, and as they come out of
 * files whose fonts follow TCVN3, where a font of capitals shows small letters, and VNI.
 */
const stamps = new Set(
	[
		['MẬT', 'TỐIMẬT', 'TUYỆTMẬT'],
		['MËT', 'mËt', 'TèIMËT', 'TÈIMËT', 'tèimËt', 'TUYÖTMËT', 'tuyÖtmËt'],
		['MAÄT', 'TOÁIMAÄT', 'TUYEÄTMAÄT'],
	].flat(),
);

const seen = new Set(['mat', 'toimat', 'tuyetmat']);

/** A line that ends so goes on in the next: of a heading that is broken before its last word that word is no stamp. */
const goesOn = /(?:^|\s)(?:BÍ|BẢO|ĐỘ)$/;

/** Whether one of these lines is such a stamp, and nothing else: spaced, framed or not. */
export function bearsStamp(lines: readonly string[]): boolean {
	return lines.some((line, at) => {
		const letters = line.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');
		return stamps.has(letters) && !goesOn.test((lines[at - 1] ?? '').normalize('NFC').trim());
	});
}

/** The same of lines that were read in a picture, where marks are lost: of capitals alone, whatever stands above and below them. */
export const bearsStampByOcr = (lines: readonly string[]): boolean =>
	lines.some((line, at) => {
		const letters = line.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');
		const isCapitals = letters === letters.toUpperCase();
		return isCapitals && seen.has(fold(letters)) && !goesOn.test((lines[at - 1] ?? '').normalize('NFC').trim());
	});

/**
 * What reads as one line, in the order of the page: what stands beside it in another column, behind a gap as wide as several letters,
 * is another one. Letters that are set apart are still one.
 */
export function linesOf(pieces: readonly Piece[]): string[] {
	const lines: string[] = [];
	let before: Placed | undefined;
	for (const piece of pieces) {
		if (piece.str.trim() === '') continue;
		const placed = placedOf(piece);
		const gap = before && placed.begin - before.end;
		const isSame = before && Math.abs(placed.base - before.base) < 0.5 * placed.size && before.angle === placed.angle;
		if (isSame && gap !== undefined && gap < 2.5 * placed.size && gap > -placed.size)
			lines.push(`${lines.pop() ?? ''}${gap > 0.15 * placed.size ? ' ' : ''}${piece.str}`);
		else lines.push(piece.str);
		before = placed;
	}
	return lines;
}

/** Along the direction of writing, and across it; in points. */
interface Placed {
	readonly begin: number;
	readonly end: number;
	readonly base: number;
	readonly size: number;
	/** in degrees */
	readonly angle: number;
}

function placedOf({ transform, width }: Piece): Placed {
	const [a = 0, b = 0, , , x = 0, y = 0] = transform.map(Number);
	const size = Math.hypot(a, b) || 1;
	const [cos, sin] = [a / size, b / size];
	const begin = x * cos + y * sin;
	return {
		begin,
		end: begin + width,
		base: y * cos - x * sin,
		size,
		angle: Math.round((Math.atan2(b, a) * 180) / Math.PI),
	};
}
