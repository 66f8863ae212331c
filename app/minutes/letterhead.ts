import type { Paragraph } from 'docx';
import { BorderStyle, Table, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import { centred, rule, size, textWidth } from './form.ts';
import type { Minutes } from './minutes.ts';
import { day } from './vietnamese-time.ts';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const noMargins = { left: 0, right: 0 };

/** Columns without lines, kept together on one page; widths in twips. */
export function columns(rows: readonly (readonly (readonly Paragraph[])[])[], widths: readonly number[]): Table {
	const cell = (children: readonly Paragraph[], index: number) =>
		new TableCell({
			width: { size: widths[index] ?? 0, type: WidthType.DXA },
			margins: noMargins,
			children: [...children],
		});
	return new Table({
		layout: TableLayoutType.FIXED,
		width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
		columnWidths: widths,
		borders: noBorders,
		margins: noMargins,
		rows: rows.map((cells) => new TableRow({ cantSplit: true, children: cells.map(cell) })),
	});
}

/** The name of the state needs 96 mm at 13 pt, and must not break. */
const left = Math.round(textWidth * 0.375);
const right = textWidth - left;

/** Width of "Độc lập - Tự do - Hạnh phúc" in Times New Roman bold 14: the rule below it is as long as the line. */
const mottoWidth = 3415;
/** twips of a bold capital of 13 pt, on average over Vietnamese names of offices */
const capitalWidth = 185;

/** A name that does not fit in one line breaks where offices break theirs. */
function lines(name: string): string[] {
	const [, authority, rest] = /^(ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) (.+)$/u.exec(name) ?? [];
	const fits = name.length * capitalWidth <= left;
	return fits || authority === undefined || rest === undefined ? [name] : [authority, rest];
}

/** Issuing body and number on the left, Quốc hiệu, tiêu ngữ, place and date on the right. */
export function letterhead({ issuer, date }: Minutes): Table {
	const names = lines(issuer.name === '' ? '………………' : issuer.name.toLocaleUpperCase('vi'));
	const longest = Math.min(left, capitalWidth * Math.max(...names.map(({ length }) => length)));
	const national = [
		centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: size.nationalName }),
		centred('Độc lập - Tự do - Hạnh phúc', { bold: true, size: size.body }),
		rule(mottoWidth, right),
	];
	const office = [
		...names.map((name) => centred(name, { bold: true, size: size.nationalName })),
		// A third to a half of the line above it.
		rule(Math.round(longest * 0.42), left),
	];
	// The registry gives the number when the paper is issued.
	const number = centred(`Số:        /BB-${issuer.symbol ?? '……'}`, { size: size.number });
	const placeAndDate = centred(`${issuer.place ?? '……………'}, ${day(date)}`, { italics: true, size: size.body });
	return columns(
		[
			[office, national],
			[[number], [placeAndDate]],
		],
		[left, right],
	);
}
