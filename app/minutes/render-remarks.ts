import { AlignmentType, Document, Header, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { body, centred, font, gap, heading, page, run, size, written } from './form.ts';
import { clockTimeAndDay } from './vietnamese-time.ts';

/** What was written before a meeting, gathered by item, as the secretary puts it before the chair. */
export interface GatheredRemarks {
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	/** items with remarks, in the agenda's order; what belongs to none first, without a heading of its own */
	readonly items: readonly {
		readonly heading: string;
		readonly remarks: readonly {
			/** name, position and unit */
			readonly author: string;
			/** on what: a paper and its page; empty: the item */
			readonly on: string;
			readonly text: string;
			readonly sentAt: number;
			/** null: it stands open */
			readonly answer: string | null;
		}[];
	}[];
}

/** As a DOCX in the letters and margins of administrative papers (Nghị định 30/2020/NĐ-CP); it is a working paper, and signed by nobody. */
export function renderRemarks({ title, startsAt, items }: GatheredRemarks): Promise<Buffer> {
	const number = new Paragraph({
		alignment: AlignmentType.CENTER,
		children: [new TextRun({ children: [PageNumber.CURRENT], size: size.body })],
	});
	const all = items.flatMap(({ remarks }) => remarks);
	const open = all.filter(({ answer }) => answer === null).length;
	return Packer.toBuffer(
		new Document({
			title: `Tổng hợp góp ý: ${title}`,
			styles: {
				default: { document: { run: { font, size: size.body, color: '000000', language: { value: 'vi-VN' } } } },
			},
			sections: [
				{
					properties: { page, titlePage: true },
					headers: { default: new Header({ children: [number] }), first: new Header({ children: [] }) },
					children: [
						centred('TỔNG HỢP GÓP Ý', { bold: true, size: size.heading }),
						centred(title, { bold: true, size: size.heading }),
						centred(`(Họp ${clockTimeAndDay(startsAt)})`, { italics: true }),
						gap(),
						body(`Tổng số: ${all.length} góp ý; đã xử lý: ${all.length - open}; chưa xử lý: ${open}.`),
						...items.flatMap((item) => [
							heading(item.heading),
							...item.remarks.flatMap(({ author, on, text, sentAt, answer }, at) => [
								body([
									run(`${at + 1}. `),
									run(author, { bold: true }),
									run(`${on === '' ? '' : `, về ${on}`} (gửi ${clockTimeAndDay(sentAt)})`, { italics: true }),
								]),
								...written([], text),
								...(answer === null
									? [body([run('Chưa xử lý.', { italics: true })])]
									: written([run('Xử lý: ', { bold: true })], answer === '' ? 'Đã tiếp nhận.' : answer)),
							]),
						]),
					],
				},
			],
		}),
	);
}
