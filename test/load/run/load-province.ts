import { insertSiteAccounts } from '#db/auth/accounts.ts';
import { hashPassword } from '#db/auth/password.ts';
import { dateOf } from '#db/calendar.ts';
import { inTransaction, openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { readDemoAccounts } from '#db/demo/accounts-file.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { importProvince } from '#db/org/importer.ts';
import { listSites } from '#db/org/sites.ts';
import { accounts } from '#db/schema/auth.ts';
import type { Role } from '#meeting/plan.ts';

/** A participant of the conference of all sites, in the order of administrative codes. */
interface SiteAccount {
	readonly siteId: string;
	readonly unitId: string;
	readonly login: string;
}

export interface Conference {
	readonly meetingId: string;
	readonly title: string;
	readonly sites: readonly SiteAccount[];
}

/** As many as a province of today has groups of communes where it had districts. */
const areas = 27;
const roles: Readonly<Partial<Record<string, Role>>> = {
	chair: 'chair',
	secretary: 'secretary',
	operator: 'operator',
	'delegate-province': 'delegate',
	'delegate-district': 'delegate',
	'delegate-commune': 'delegate',
};

const agenda = [
	'Khai mạc, thông qua chương trình',
	'Báo cáo kết quả chuyển đổi số của tỉnh',
	'Báo cáo kết quả phát triển kinh tế - xã hội',
	'Thảo luận tại các điểm cầu',
	'Kết luận của chủ trì',
];

/**
 * Beside the demo a province of the tool's own: after 1 July 2025, as many communes with a room each as are asked for,
 * and a conference of all of them that the demo's people run. Its terminals have the password of the demo's. What is
 * measured depends on the tool alone, whatever province the demo shows. Before the server starts.
 */
export async function createLoadProvince(dataDir: string, count: number): Promise<Conference> {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const now = Date.now();
		await seedDemo(db, dataDir, now);
		const shown = readDemoAccounts(dataDir) ?? [];
		const password = shown.find(({ role }) => role === 'terminal')?.password ?? '';
		const passwordHash = await hashPassword(password);
		return inTransaction(db, () => {
			const result = importProvince(db, lists(count), { validFrom: '2025-07-01' });
			if ('errors' in result) throw new Error(JSON.stringify(result.errors[0]));
			const rooms = listSites(db, { date: dateOf(now) }).filter((site) => site.code.startsWith('tai.'));
			const created = insertSiteAccounts(
				db,
				rooms.map((room) => room.id),
				passwordHash,
				now,
			);
			const logins = new Map(created.map(({ siteId, login }) => [siteId, login]));
			const owners = new Map(
				db.orm
					.select()
					.from(accounts)
					.all()
					.map(({ login, personId }) => [login, personId]),
			);
			const people = shown.flatMap(({ role, login }, index) => {
				const [id, own] = [owners.get(login), roles[role]];
				// Who runs it sits in the first room, the delegates in the rooms after it.
				const seatSiteId = rooms[own === 'delegate' ? index : 0]?.id ?? null;
				return id && own ? [{ id, roles: [own], seatSiteId }] : [];
			});
			const title = 'Hội nghị trực tuyến toàn tỉnh (đo tải)';
			const meeting = {
				title,
				startsAt: now + 7 * 24 * 3_600_000,
				plannedMinutes: 120,
				participants: people,
				unitIds: rooms.map((room) => room.unitId),
				createdBy: people.find((person) => person.roles.includes('secretary'))?.id ?? '',
				status: 'invited' as const,
			};
			const meetingId = createMeeting(db, meeting, now);
			for (const item of agenda) addAgendaItem(db, meetingId, { title: item, plannedMinutes: 15 });
			return {
				meetingId,
				title,
				sites: rooms.map(({ id, unitId }) => ({ siteId: id, unitId, login: logins.get(id) ?? '' })),
			};
		});
	} finally {
		db.close();
	}
}

function lists(count: number): { units: string; sites: string } {
	const codes = Array.from({ length: count }, (_, index) => String(index + 1).padStart(5, '0'));
	const units = codes.map(
		(code, index) =>
			`tai.${code},UBND xã Đo tải ${code},commune,tai,Khu vực ${Math.floor((index * areas) / count) + 1}`,
	);
	const sites = codes.map((code) => `tai.${code},Điểm cầu UBND xã Đo tải ${code},tai.${code}`);
	return {
		units: ['code,name,level,parent_code,area', 'tai,Tỉnh Đo tải,province,,', ...units].join('\n'),
		sites: ['code,name,unit_code', ...sites].join('\n'),
	};
}
