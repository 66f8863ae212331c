import { scannedPaper } from '#db/demo/scanned-paper.ts';
import { docx } from '#db/documents/file-type.ts';
import { PDFDocument } from '@cantoo/pdf-lib';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../db/demo/thanh-hoa');
const read = (name: string) => readFileSync(path.join(folder, 'papers', name));

interface ChosenFile {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

/** What a delegate gets for one meeting: 20 files of 5 to 300 pages, half of them scans; all of them below 50 MB. */
export const longScan = { title: 'Phụ lục 20 hồ sơ dự án đầu tư công (bản quét)', pages: 300 } as const;
/** with words that are searched for */
export const longText = { title: 'Báo cáo 118 kết quả thực hiện các nghị quyết của HĐND tỉnh', pages: 65 } as const;

const scans: Readonly<Record<string, number>> = {
	'Tờ trình 41 về dự toán ngân sách năm 2027 (bản quét)': 5,
	'Công văn 902 của Sở Tài chính góp ý dự thảo (bản quét)': 6,
	'Thông báo 77 kết luận phiên họp tháng trước (bản quét)': 7,
	'Biên bản thẩm định giá đất (bản quét)': 9,
	'Báo cáo 33 của Thanh tra tỉnh (bản quét)': 12,
	'Tờ trình 52 về danh mục dự án thu hồi đất (bản quét)': 15,
	'Hồ sơ quy hoạch chung thị trấn (bản quét)': 16,
	'Báo cáo 61 giải quyết khiếu nại, tố cáo (bản quét)': 18,
	'Phụ lục 3 danh mục đất chuyển mục đích sử dụng (bản quét)': 20,
	[longScan.title]: longScan.pages,
};

/** of a plan of 13 pages, so many times */
const texts: Readonly<Record<string, number>> = {
	'Chương trình công tác của UBND tỉnh quý I': 1,
	'Dự thảo Nghị quyết về phát triển hạ tầng số': 1,
	'Báo cáo 205 tình hình kinh tế - xã hội': 2,
	'Dự thảo Quyết định phân cấp quản lý đầu tư': 2,
	'Báo cáo 96 giải ngân vốn đầu tư công': 3,
	'Thuyết minh kế hoạch sử dụng đất năm 2027': 4,
	[longText.title]: longText.pages / 13,
};

const office: Readonly<Record<string, string>> = {
	'Kế hoạch 178 phát triển chính quyền số': 'ke-hoach-177-ubnd-ca-mau.docx',
	'Kế hoạch 273 ứng dụng công nghệ thông tin': 'ke-hoach-272-ubnd-thanh-hoa.docx',
	'Quyết định 5448 về Kiến trúc Chính quyền điện tử': 'quyet-dinh-5447-ubnd-thanh-hoa.docx',
};

export async function twentyPapers(): Promise<readonly ChosenFile[]> {
	const pictures = readdirSync(path.join(folder, 'scan'))
		.toSorted()
		.map((name) => readFileSync(path.join(folder, 'scan', name)));
	const pdf = (title: string, buffer: Buffer) => ({ name: `${title}.pdf`, mimeType: 'application/pdf', buffer });
	const plan = await PDFDocument.load(read('ke-hoach-177-ubnd-ca-mau.pdf'));
	const written: ChosenFile[] = [];
	for (const [title, times] of Object.entries(texts)) written.push(pdf(title, await repeated(plan, times)));
	return [
		...Object.entries(office).map(([title, file]) => ({ name: `${title}.docx`, mimeType: docx, buffer: read(file) })),
		...written,
		...Object.entries(scans).map(([title, pages]) => pdf(title, scannedPaper(pictures, pages, 0))),
	];
}

async function repeated(of: PDFDocument, times: number): Promise<Buffer> {
	const paper = await PDFDocument.create();
	for (let time = 0; time < times; time += 1)
		for (const page of await paper.copyPages(of, of.getPageIndices())) paper.addPage(page);
	return Buffer.from(await paper.save());
}
