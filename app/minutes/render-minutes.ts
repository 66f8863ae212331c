import { totalsOf } from '#meeting/attendance-list.ts';
import { AlignmentType, Document, Header, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { attendanceSection, roomName } from './attendance-section.ts';
import { courseSection } from './course-section.ts';
import { body, centred, font, gap, page, rule, run, size, textWidth } from './form.ts';
import { letterhead } from './letterhead.ts';
import type { Minutes } from './minutes.ts';
import { recipients, signatures } from './signatures.ts';
import { clockTimeAndDay, timesOf } from './vietnamese-time.ts';

/** The event of the journal that ended the meeting: on paper outside of the database, it shows an end cut off there. */
export interface JournalEnd {
	readonly seq: number;
	readonly hash: Uint8Array;
}

/**
 * Minutes as a DOCX in the form of Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9. The journal's end stands in the
 * document's properties.
 */
export function renderMinutes(minutes: Minutes, end: JournalEnd | undefined): Promise<Buffer> {
	const number = new Paragraph({
		alignment: AlignmentType.CENTER,
		children: [new TextRun({ children: [PageNumber.CURRENT], size: size.body })],
	});
	return Packer.toBuffer(
		new Document({
			title: `Biên bản: ${minutes.title}`,
			creator: minutes.issuer.name,
			customProperties: end ? properties(end) : [],
			styles: {
				default: { document: { run: { font, size: size.body, color: '000000', language: { value: 'vi-VN' } } } },
			},
			sections: [
				{
					properties: { page, titlePage: true },
					// The first page bears no number.
					headers: { default: new Header({ children: [number] }), first: new Header({ children: [] }) },
					children: [
						letterhead(minutes),
						gap(),
						...title(minutes),
						...beginning(minutes),
						...attendanceSection(minutes),
						...courseSection(minutes),
						...ending(minutes),
						signatures(minutes),
						...recipients(),
					],
				},
			],
		}),
	);
}

const properties = ({ seq, hash }: JournalEnd) => [
	{ name: 'Nhật ký cuộc họp: sự kiện kết thúc', value: String(seq) },
	{ name: 'Nhật ký cuộc họp: SHA-256', value: Buffer.from(hash).toString('hex') },
];

const title = ({ title, extract }: Minutes): Paragraph[] => [
	centred(extract ? 'BIÊN BẢN (TRÍCH)' : 'BIÊN BẢN', { bold: true, size: size.heading }),
	centred(title, { bold: true, size: size.heading }),
	rule(Math.round(textWidth / 5), textWidth),
];

function beginning(minutes: Minutes): Paragraph[] {
	const { startedAt, pauses, islands } = minutes;
	const { span } = timesOf(minutes);
	return [
		labelled('Thời gian bắt đầu: ', startedAt === null ? '………………' : `${clockTimeAndDay(startedAt)}.`),
		...(pauses.length > 0
			? [labelled('Tạm dừng: ', `${pauses.map(({ from, to }) => span(from, to)).join('; ')}.`)]
			: []),
		...(islands.length > 0
			? [
					labelled(
						'Mất kết nối, họp tạm trong khu vực: ',
						`${islands.map(({ area, from, to }) => `${area} (${span(from, to)})`).join('; ')}.`,
					),
				]
			: []),
		labelled('Địa điểm: ', venue(minutes)),
	];
}

function venue({ mainRoom, attendance }: Minutes): string {
	const { connectedRooms } = totalsOf(attendance);
	const main = mainRoom === null ? '' : `${roomName(mainRoom)} (điểm cầu chính), `;
	return connectedRooms === 0
		? `${main}họp trực tuyến.`
		: `${main}họp trực tuyến với ${connectedRooms} điểm cầu tham dự.`;
}

const labelled = (label: string, text: string): Paragraph => body([run(label, { bold: true }), run(text)]);

const ending = ({ endedAt }: Minutes): Paragraph[] => [
	endedAt === null
		? body('Cuộc họp chưa kết thúc khi lập bản này./.', { keepNext: true })
		: body(`Cuộc họp kết thúc vào ${clockTimeAndDay(endedAt)}./.`, { keepNext: true }),
	gap(),
];
