import { expect, test } from 'vitest';
import { composeMinutes } from '#minutes/compose-minutes.ts';
import { renderMinutes } from '#minutes/render-minutes.ts';
import { readZip } from './read-zip.ts';
import { morning, plan, scripted, type Line } from './scripted-meeting.ts';

const end = { seq: 812, hash: Buffer.alloc(32, 0xab) };

async function render(lines: readonly Line[], readerId: string | null = null) {
	const files = readZip(await renderMinutes(composeMinutes(scripted(lines), readerId), end));
	const xml = files.get('word/document.xml') ?? '';
	const paragraphs = (xml.match(/<w:p[ >].*?<\/w:p>/gs) ?? []).map((paragraph) =>
		[...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
	);
	return { files, xml, paragraphs };
}

/** Sizes in half points, lengths in twips: 1 mm is 56.7. */
const mm = (twips: string | undefined) => Number(twips) / (1440 / 25.4);

test('the page is that of Nghị định 30/2020/NĐ-CP', async () => {
	const { files, xml } = await render(morning);
	const size = /<w:pgSz ([^>]*)\/>/.exec(xml)?.[1] ?? '';
	const margins = /<w:pgMar ([^>]*)\/>/.exec(xml)?.[1] ?? '';
	const length = (of: string, name: string) => mm(new RegExp(`w:${name}="(\\d+)"`).exec(of)?.[1]);
	expect(length(size, 'w')).toBeCloseTo(210, 0);
	expect(length(size, 'h')).toBeCloseTo(297, 0);
	for (const [side, least, most] of [
		['top', 20, 25],
		['bottom', 20, 25],
		['left', 30, 35],
		['right', 15, 20],
	] as const) {
		expect(length(margins, side), side).toBeGreaterThan(least - 0.1);
		expect(length(margins, side), side).toBeLessThan(most + 0.1);
	}
	expect(xml).toContain('<w:titlePg/>');
	const headers = [...files].filter(([name]) => /^word\/header\d+\.xml$/.test(name)).map(([, text]) => text);
	const numbered = headers.filter((text) => text.includes('PAGE'));
	expect(headers).toHaveLength(2);
	expect(numbered, 'the first page bears no number').toHaveLength(1);
	expect(numbered[0]).toContain('<w:jc w:val="center"/>');
	expect(files.get('word/styles.xml')).toMatch(/<w:rFonts[^>]*w:ascii="Times New Roman"/);
});

test('it says what Mẫu 1.9 wants, in its order', async () => {
	const { paragraphs } = await render(morning);
	const wanted = [
		'ỦY BAN NHÂN DÂN',
		'TỈNH THANH HÓA',
		'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
		'Độc lập - Tự do - Hạnh phúc',
		'Số:        /BB-UBND',
		'Thanh Hóa, ngày 05 tháng 02 năm 2026',
		'BIÊN BẢN',
		'Phiên họp thường kỳ tháng 02 năm 2026',
		'Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 02 năm 2026.',
		'Tạm dừng: từ 08 giờ 25 đến 08 giờ 30.',
		'Địa điểm: Điểm cầu UBND tỉnh (điểm cầu chính), họp trực tuyến với 2 điểm cầu tham dự.',
		'Thành phần tham dự: có mặt 6/7 người được mời (tại điểm cầu: 2; trực tuyến: 4; vắng mặt: 1); 2/3 điểm cầu tham dự.',
		'- Điểm cầu UBND tỉnh: Lê Quang Hòa, Chủ tịch UBND tỉnh.',
		'Chủ trì: Lê Quang Hòa, Chủ tịch UBND tỉnh.',
		'Thư ký (người ghi biên bản): Phạm Thu Hằng, Chuyên viên Văn phòng.',
		'Nội dung (theo diễn biến cuộc họp):',
		'1. Dự toán ngân sách (từ 08 giờ 00 đến 08 giờ 30)',
		'- Hoàng Minh Ngọc, Giám đốc Sở Tài chính (từ 08 giờ 01 đến 08 giờ 11): Trình bày tờ trình &amp; dự toán &lt;2026&gt;.',
		'Đề nghị thông qua.',
		'- Nguyễn Bá Sơn, Chủ tịch UBND xã Thọ Xuân (từ 08 giờ 12 đến 08 giờ 14) phát biểu.',
		'Biểu quyết: Thông qua dự toán ngân sách năm 2026',
		'Kết luận của người chủ trì: Giao Sở Tài chính hoàn thiện dự toán trước ngày 10/02.',
		'1.1. Phân bổ chi tiết (không tiến hành)',
		'Cuộc họp kết thúc vào 09 giờ 00 phút, ngày 05 tháng 02 năm 2026./.',
		'THƯ KÝ',
		'Phạm Thu Hằng',
		'CHỦ TRÌ',
		'Lê Quang Hòa',
		'Nơi nhận:',
	];
	let at = -1;
	for (const text of wanted) {
		const found = paragraphs.indexOf(text, at + 1);
		expect(found, `"${text}" after "${paragraphs[at]}"`).toBeGreaterThan(at);
		at = found;
	}
});

test('characters that XML cannot hold do not spoil the file', async () => {
	const text = 'một\u0001hai\u{d800}ba';
	const { xml, paragraphs } = await render([
		[0, { type: 'meeting-opened', plan }],
		[
			1,
			{
				type: 'note-written',
				noteId: 'n',
				kind: 'remark',
				itemId: null,
				speakerId: null,
				text,
				participantId: 'secretary',
			},
		],
	]);
	expect(paragraphs).toContain('mộthai\u{fffd}ba');
	expect(xml).not.toContain('\u0001');
});

test('an extract says that it is one', async () => {
	const { paragraphs } = await render(morning, 'guest');
	expect(paragraphs).toContain('BIÊN BẢN (TRÍCH)');
	expect(paragraphs).toContain('2. Nội dung họp kín (không thể hiện trong bản trích này)');
	expect(paragraphs.join('\n')).not.toContain('Sai danh sách');
});

test("the hash of the journal's end stands in the document's properties, and in no line that is read", async () => {
	const { files, xml } = await render(morning);
	const properties = files.get('docProps/custom.xml') ?? '';
	expect(properties).toContain('ab'.repeat(32));
	expect(properties).toContain('812');
	expect(xml).not.toContain('ab'.repeat(32));
	const unfinished = readZip(await renderMinutes(composeMinutes(scripted(morning.slice(0, 8))), undefined));
	expect(unfinished.get('docProps/custom.xml') ?? '').not.toContain('SHA-256');
});

const comes = (participantId: string): Line[1] => ({
	type: 'device-connected',
	deviceId: participantId,
	participantId,
});
const goes = (participantId: string): Line[1] => ({
	type: 'device-disconnected',
	deviceId: participantId,
	participantId,
});
const tick = (participantId: string, since: number): Line[1] => ({
	type: 'presence-marked',
	participantId,
	as: 'here',
	since: plan.startsAt + since * 60_000,
	how: 'list',
});

test('who came late, left early, was away in between, sat in a room by the list, or of whom nobody knows', async () => {
	const { paragraphs } = await render([
		[-30, { type: 'meeting-opened', plan }],
		[-20, comes('hall')],
		[-20, comes('ngoc')],
		[-20, comes('lan')],
		[-20, comes('secretary')],
		[0, { type: 'meeting-started' }],
		[5, tick('son', 0)],
		[10, comes('guest')],
		[12, comes('nam-tien')],
		[20, goes('ngoc')],
		[35, comes('ngoc')],
		[40, goes('lan')],
		[40.3, comes('lan')],
		[45, goes('nam-tien')],
		[50, comes('nam-tien')],
		[50, goes('guest')],
		[60, { type: 'meeting-ended' }],
	]);
	expect(paragraphs.filter((each) => /^(Thành phần|- (Điểm cầu|Dự|Vắng))/.test(each))).toEqual([
		'Thành phần tham dự: có mặt 5/7 người được mời (tại điểm cầu: 1; trực tuyến: 4; vắng mặt: 1; chưa xác nhận có mặt: 1); 2/3 điểm cầu tham dự.',
		'- Điểm cầu UBND tỉnh: chưa xác nhận có mặt: Lê Quang Hòa, Chủ tịch UBND tỉnh.',
		'- Điểm cầu Xã Thọ Xuân (không kết nối): Nguyễn Bá Sơn, Chủ tịch UBND xã Thọ Xuân.',
		'- Điểm cầu Xã Nam Tiến (kết nối từ 08 giờ 12, mất kết nối từ 08 giờ 45 đến 08 giờ 50).',
		'- Dự trực tuyến bằng thiết bị riêng (4): Phạm Thu Hằng, Chuyên viên Văn phòng; Hoàng Minh Ngọc, Giám đốc Sở Tài chính (vắng từ 08 giờ 20 đến 08 giờ 35); Bùi Thị Lan, Chủ tịch UBND xã Nam Tiến; Đỗ Văn Khách, Chuyên gia (khách mời, có mặt từ 08 giờ 10, rời cuộc họp lúc 08 giờ 50).',
		'- Vắng mặt (1): Mai Văn Hùng, Giám đốc Sở Nội vụ (lý do: …………).',
	]);
});

const island = (area: string, from: number, to: number): Line[1] => {
	const at = (minute: number) => plan.startsAt + minute * 60_000;
	return { type: 'island', nodeId: area, area, from: at(from), to: at(to) };
};

test('a meeting that lasts more than one day tells each time with its day', async () => {
	const night = 24 * 60;
	const { paragraphs } = await render([
		[-30, { type: 'meeting-opened', plan }],
		[-20, comes('ngoc')],
		[-20, comes('lan')],
		[0, { type: 'meeting-started' }],
		[0, { type: 'item-started', itemId: 'budget' }],
		[90, { type: 'item-ended', itemId: 'budget' }],
		[480, goes('lan')],
		[500, { type: 'meeting-paused' }],
		[510, goes('ngoc')],
		[515, island('Huyện Nga Sơn', 501, 514)],
		// Shorter than what minutes can say.
		[515, island('Huyện Hà Trung', 501, 501.5)],
		[night - 10, comes('ngoc')],
		[night, { type: 'meeting-resumed' }],
		[night + 20, comes('lan')],
		[night + 30, comes('guest')],
		[night + 40, goes('ngoc')],
		[night + 60, { type: 'meeting-ended' }],
	]);
	const said = paragraphs.join('\n');
	expect(said).toContain('Tạm dừng: từ 16 giờ 20 ngày 05/02/2026 đến 08 giờ 00 ngày 06/02/2026.');
	expect(said).toContain(
		'Mất kết nối, họp tạm trong khu vực: Huyện Nga Sơn (từ 16 giờ 21 đến 16 giờ 34 ngày 05/02/2026).',
	);
	expect(said).toContain('1. Dự toán ngân sách (từ 08 giờ 00 đến 09 giờ 30 ngày 05/02/2026)');
	expect(said).toContain('Hoàng Minh Ngọc, Giám đốc Sở Tài chính (rời cuộc họp lúc 08 giờ 40 ngày 06/02/2026)');
	expect(said).toContain(
		'Bùi Thị Lan, Chủ tịch UBND xã Nam Tiến (vắng từ 16 giờ 00 ngày 05/02/2026 đến 08 giờ 20 ngày 06/02/2026)',
	);
	expect(said).toContain('Đỗ Văn Khách, Chuyên gia (khách mời, có mặt từ 08 giờ 30 ngày 06/02/2026)');
	expect(said).toContain('Cuộc họp kết thúc vào 09 giờ 00 phút, ngày 06 tháng 02 năm 2026./.');
});
