import { AlignmentType, convertMillimetersToTwip, LineRuleType, Paragraph, TextRun, type IRunOptions } from 'docx';

/**
 * Measures of administrative papers (Nghị định 30/2020/NĐ-CP, Phụ lục I): sizes in half points, lengths in twips
 * (1/20 pt).
 */
export const font = 'Times New Roman';
export const size = { body: 28, heading: 28, nationalName: 26, number: 26, recipients: 22, recipientsTitle: 24 };

const mm = convertMillimetersToTwip;

/** A4 upright: top and bottom 20–25 mm, left 30–35, right 15–20; the page number stands in the top margin. */
export const page = {
	size: { width: mm(210), height: mm(297) },
	margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10), footer: mm(10) },
};
export const textWidth = mm(165);

const firstLine = mm(12.7);
/** at least 6 pt between paragraphs */
const between = 120;

/** Characters that XML cannot hold would make the file unreadable. */
const clean = (text: string): string =>
	text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

export const run = (text: string, options: Omit<IRunOptions, 'text' | 'children'> = {}): TextRun =>
	new TextRun({ ...options, text: clean(text) });

interface BodyOptions {
	readonly keepNext?: boolean;
}

/** A paragraph of the body: justified, its first line set in. */
export const body = (runs: string | readonly TextRun[], { keepNext = false }: BodyOptions = {}): Paragraph =>
	new Paragraph({
		alignment: AlignmentType.JUSTIFIED,
		indent: { firstLine },
		spacing: { after: between },
		keepNext,
		children: typeof runs === 'string' ? [run(runs)] : [...runs],
	});

/** What a person wrote in several lines becomes as many paragraphs; the first goes on after `lead`. */
export function written(lead: readonly TextRun[], text: string): Paragraph[] {
	const [first = '', ...rest] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return [body([...lead, run(first)]), ...rest.map((line) => body(line))];
}

export const heading = (text: string): Paragraph => body([run(text, { bold: true })], { keepNext: true });

export const centred = (text: string, options: Omit<IRunOptions, 'text' | 'children'> = {}): Paragraph =>
	new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, children: [run(text, options)] });

/** A solid rule of a given length under a line centred in a column (both in twips). */
export function rule(length: number, column: number): Paragraph {
	const indent = Math.max(0, Math.round((column - length) / 2));
	return new Paragraph({
		indent: { left: indent, right: indent },
		spacing: { before: 20, line: 60, lineRule: LineRuleType.EXACT, after: 100 },
		border: { bottom: { style: 'single', size: 6, space: 0, color: '000000' } },
		keepNext: true,
		children: [],
	});
}

export const gap = (): Paragraph => new Paragraph({ keepNext: true, children: [] });
