import { insertAccount } from '#db/auth/accounts.ts';
import type { Database } from '#db/client.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting, type NewMeeting } from '#db/meetings/meetings.ts';
import { createBody } from '#db/org/bodies.ts';
import { listSites } from '#db/org/sites.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { dateOf } from '#db/calendar.ts';

/** As many as the largest that the issue names: all rooms of the province, and people up to that. */
export const largeSize = 624;

/** Rooms whose units' meetings are held together, and a body whose members are all who are no rooms and do not run the meeting. */
interface LargeProvince {
	readonly meeting: Omit<NewMeeting, 'status'>;
	/** accounts of all who take part: people first, of them the chair, the secretary and an operator, then the rooms' terminals */
	readonly accounts: readonly string[];
}

/** @param people ids, more than take part */
export function layLargeProvince(db: Database, people: readonly string[], now: number): LargeProvince {
	const sites = listSites(db, { date: dateOf(now) });
	const unitIds = sites.map(({ unitId }) => unitId);
	const taking = people.slice(0, largeSize - sites.length);
	const [, secretary = '', ...others] = taking;
	const bodyId = createBody(db, {
		unitId: unitIds[0] ?? '',
		name: 'Hội đồng nhân dân tỉnh',
		kind: 'hdnd',
		seats: others.length - 1,
		ruleSet: majorityOfAllMembers,
		members: others.slice(1).map((personId) => ({ personId, position: 'Đại biểu', validFrom: '2025-07-01' })),
	});
	const accountOf = db.sqlite.prepare<[string], string>('SELECT id FROM accounts WHERE person_id = ?').pluck();
	const running = ['chair', 'secretary', 'operator'] as const;
	return {
		meeting: {
			title: 'Kỳ họp của toàn tỉnh',
			startsAt: now,
			plannedMinutes: 240,
			bodyId,
			participants: taking.map((id, index) => ({ id, roles: [running[index] ?? 'delegate'] })),
			unitIds,
			createdBy: secretary,
		},
		accounts: [
			...taking.map((id) => accountOf.get(id) ?? ''),
			...sites.map(({ id, code }) =>
				insertAccount(db, { login: `phong.${code}`, passwordHash: 'none', owner: { siteId: id } }, now),
			),
		],
	};
}

/** With an agenda of a day. @returns the meeting's id */
export function layLargeMeeting(db: Database, { meeting }: LargeProvince, status: 'draft' | 'invited'): string {
	const id = createMeeting(db, { ...meeting, status }, meeting.startsAt);
	for (let number = 1; number <= 12; number += 1)
		addAgendaItem(db, id, { title: `Nội dung ${number} của kỳ họp`, plannedMinutes: 30 });
	return id;
}
