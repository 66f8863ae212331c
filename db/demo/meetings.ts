import type { Role } from '#meeting/plan.ts';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dateOf, startOfDay } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { addDocument, nameAsPdf } from '../documents/documents.ts';
import { storeFile, type StoredFile } from '../documents/file-store.ts';
import { docx } from '../documents/file-type.ts';
import { addAgendaItem } from '../meetings/agenda.ts';
import { createMeeting, type NewMeeting } from '../meetings/meetings.ts';
import { setStatus } from '../meetings/status.ts';
import { listUnits } from '../org/units.ts';
import { cast, type DemoRole } from './cast.ts';
import { requireId, type DemoProvince } from './province.ts';
import { scannedPaper } from './scanned-paper.ts';

const hour = 3_600_000;
const day = 24 * hour;
const papersFolder = path.join(import.meta.dirname, 'thanh-hoa', 'papers');
const scanFolder = path.join(import.meta.dirname, 'thanh-hoa', 'scan');

/** A long scan, as a department sends its tables: of a few scanned pages, which come again. */
const scan = { title: 'Báo cáo 215/BC-UBND: tổng hợp số liệu, phụ lục (bản quét)', pages: 120 } as const;

interface DemoItem {
	readonly title: string;
	readonly plannedMinutes: number;
	readonly presenter: DemoRole;
	readonly paper?: { readonly title: string; readonly fileName: string; readonly pages: number };
}

const agenda: readonly DemoItem[] = [
	{ title: 'Khai mạc, thông qua chương trình phiên họp', plannedMinutes: 10, presenter: 'chair' },
	{
		title: 'Kinh nghiệm phát triển chính quyền số và bảo đảm an toàn thông tin mạng của tỉnh Cà Mau',
		plannedMinutes: 30,
		presenter: 'delegate-province',
		paper: {
			title: 'Kế hoạch 177/KH-UBND: phát triển chính quyền số và bảo đảm an toàn thông tin mạng năm 2022',
			fileName: 'ke-hoach-177-ubnd-ca-mau.docx',
			pages: 13,
		},
	},
	{
		title: 'Ứng dụng công nghệ thông tin, phát triển chính quyền số trên địa bàn tỉnh',
		plannedMinutes: 40,
		presenter: 'delegate-province',
		paper: {
			title: 'Kế hoạch 272/KH-UBND: ứng dụng công nghệ thông tin, phát triển chính quyền số',
			fileName: 'ke-hoach-272-ubnd-thanh-hoa.docx',
			pages: 4,
		},
	},
	{
		title: 'Biểu quyết Kiến trúc Chính quyền điện tử tỉnh Thanh Hóa, phiên bản 2.0',
		plannedMinutes: 20,
		presenter: 'chair',
		paper: {
			title: 'Quyết định 5447/QĐ-UBND: phê duyệt Kiến trúc Chính quyền điện tử, phiên bản 2.0',
			fileName: 'quyet-dinh-5447-ubnd-thanh-hoa.docx',
			pages: 8,
		},
	},
];

const roles: Readonly<Partial<Record<DemoRole, Role>>> = {
	chair: 'chair',
	secretary: 'secretary',
	operator: 'operator',
	'delegate-province': 'delegate',
	'delegate-district': 'delegate',
	'delegate-commune': 'delegate',
};

/** A regular session of the body, with the rooms where its people sit. */
function session(province: DemoProvince, startsAt: number): NewMeeting {
	const month = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Ho_Chi_Minh', month: 'numeric' }).format(startsAt);
	const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric' }).format(startsAt);
	const siteIds = new Map(province.sites.map((site) => [site.code, site.id]));
	const people = cast.flatMap(({ role, siteCode }) => {
		const meetingRole = roles[role];
		if (!meetingRole) return [];
		const person = { id: requireId(province.people, role), roles: [meetingRole] };
		// A room that is not there, as in a demo of an earlier version: their unit's, if it takes part.
		const seatSiteId = siteIds.get(siteCode);
		return [seatSiteId === undefined ? person : { ...person, seatSiteId }];
	});
	return {
		title: `Phiên họp UBND tỉnh thường kỳ tháng ${month} năm ${year}`,
		startsAt,
		plannedMinutes: 120,
		bodyId: province.bodyId,
		participants: people,
		createdBy: requireId(province.people, 'secretary'),
		status: 'invited',
	};
}

/** Today's session with agenda and papers, ready to begin. */
export async function createMeetingOfToday(
	db: Database,
	dataDir: string,
	province: DemoProvince,
	now: number,
): Promise<void> {
	// As the system takes in the one and makes the other, which would keep the demo's start.
	const files = new Map<string, { readonly file: StoredFile; readonly original: StoredFile }>();
	const store = (name: string) => storeFile(dataDir, readFileSync(path.join(papersFolder, name)));
	for (const { paper } of agenda)
		if (paper)
			files.set(paper.fileName, {
				file: await store(nameAsPdf(paper.fileName)),
				original: { ...(await store(paper.fileName)), type: docx },
			});
	const pictures = readdirSync(scanFolder)
		.toSorted()
		.map((name) => readFileSync(path.join(scanFolder, name)));
	const scanned = await storeFile(dataDir, scannedPaper(pictures, scan.pages, 0));
	const quarter = 15 * 60_000;
	inTransaction(db, () => {
		const startsAt = Math.max(startOfDay(now), Math.floor(now / quarter) * quarter);
		const meetingId = createMeeting(db, session(province, startsAt), now);
		for (const { title, plannedMinutes, presenter, paper } of agenda) {
			const presenterId = requireId(province.people, presenter);
			const itemId = addAgendaItem(db, meetingId, { title, plannedMinutes, presenterId });
			const stored = paper && files.get(paper.fileName);
			if (stored) addDocument(db, { meetingId, itemId, ...paper, label: 'public', ...stored, uploadedBy: null }, now);
		}
		const file = { file: scanned, fileName: 'bao-cao-215-ban-quet.pdf', uploadedBy: null } as const;
		addDocument(db, { meetingId, ...scan, label: 'internal', ...file }, now);
	});
}

/** A conference of all sites in a week, and a year of sessions that are over. */
export function createOtherMeetings(db: Database, province: DemoProvince, now: number): void {
	inTransaction(db, () => {
		const conference = createMeeting(
			db,
			{
				...session(province, startOfDay(now) + 7 * day + 8 * hour),
				title: 'Hội nghị trực tuyến toàn tỉnh về chuyển đổi số',
				bodyId: null,
				unitIds: province.sites.map((site) => site.unitId),
			},
			now,
		);
		addAgendaItem(db, conference, { title: 'Báo cáo kết quả chuyển đổi số của tỉnh', plannedMinutes: 45 });
		addAgendaItem(db, conference, { title: 'Thảo luận tại các điểm cầu', plannedMinutes: 60 });

		const [year = 0, month = 0] = dateOf(now).split('-').map(Number);
		// The 25th of each of twelve months, 8:00 in Vietnam.
		for (let ago = 1; ago <= 12; ago++) holdSession(db, session(province, Date.UTC(year, month - 1 - ago, 25, 1)), now);
		holdBeforeReform(db, province, now);
	});
}

function holdSession(db: Database, meeting: NewMeeting, now: number): void {
	const id = createMeeting(db, meeting, now);
	addAgendaItem(db, id, { title: 'Tình hình kinh tế - xã hội của tỉnh', plannedMinutes: 60 });
	addAgendaItem(db, id, { title: 'Kết quả thực hiện các kết luận của phiên họp trước', plannedMinutes: 30 });
	setStatus(db, id, 'live', meeting.startsAt);
	setStatus(db, id, 'ended', meeting.startsAt + 2 * hour);
}

/** 10 June 2025, 8:00: with the rooms of that day's districts, whose names and places the meeting keeps. */
function holdBeforeReform(db: Database, province: DemoProvince, now: number): void {
	const startsAt = Date.UTC(2025, 5, 10, 1);
	if (startsAt > now) return;
	const { participants, ...meeting } = session(province, startsAt);
	const units = listUnits(db, dateOf(startsAt)).filter(({ level }) => level === 'province' || level === 'district');
	holdSession(
		db,
		{
			...meeting,
			title: 'Hội nghị trực tuyến tỉnh - huyện về sắp xếp đơn vị hành chính',
			participants: participants.map(({ id, roles: own }) => ({ id, roles: own })),
			unitIds: units.map(({ id }) => id),
		},
		now,
	);
}
