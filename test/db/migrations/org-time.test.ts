import { resolveSession } from '#db/auth/sessions.ts';
import { openDatabase } from '#db/client.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { requireBody } from '#db/org/bodies.ts';
import { listSites } from '#db/org/sites.ts';
import { listUnits, readUnitTree, type UnitNode } from '#db/org/units.ts';
import { hashToken } from '#db/auth/token.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

/** 1 July 2026, 9:00 in Vietnam. */
const startsAt = Date.UTC(2026, 6, 1, 2);
const tokenHash = hashToken('a token');

/** A province, its district until July 2025, a commune that moved, a code that changed, a unit that has neither. */
const rows = `
INSERT INTO units (id, name, level) VALUES ('p', 'Tỉnh', 'province'), ('d', 'Huyện', 'district'), ('c', 'Xã', 'commune'), ('o', 'Ban', 'other');
INSERT INTO unit_codes (unit_id, scheme, code, valid_from, valid_to) VALUES
	('p', 'administrative', '38', '2020-01-01', NULL), ('d', 'administrative', '385', '2020-01-01', NULL),
	('c', 'administrative', '014', '2020-01-01', '2024-01-01'), ('c', 'administrative', '14902', '2024-01-01', NULL),
	('c', 'mail', 'x@y', '2019-01-01', NULL);
INSERT INTO unit_parents (unit_id, parent_id, valid_from, valid_to) VALUES
	('d', 'p', '2020-01-01', NULL), ('c', 'd', '2020-01-01', '2025-07-01'), ('c', 'p', '2025-07-01', NULL);
INSERT INTO sites (id, unit_id, code, name) VALUES ('s', 'c', '14902', 'Điểm cầu xã'), ('t', 'o', 'T', 'Điểm cầu ban');
INSERT INTO people (id, name, position) VALUES ('a', 'Lan', 'Chủ tịch');
INSERT INTO memberships (person_id, unit_id, title, valid_from) VALUES ('a', 'c', 'Chủ tịch', '2020-01-01');
INSERT INTO accounts (id, login, password_hash, site_id, created_at) VALUES ('k', 'diemcau.14902', 'x', 's', 1);
INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) VALUES ('${tokenHash}', 'k', 1, ${startsAt}, ${startsAt * 2});
INSERT INTO bodies (id, unit_id, name, kind, seats, rule_set) VALUES ('b', 'p', 'UBND tỉnh', 'ubnd', 3,
	'${JSON.stringify(majorityOfAllMembers)}');
INSERT INTO body_members (body_id, person_id, position, valid_from) VALUES ('b', 'a', 'Ủy viên', '2021-01-01');
INSERT INTO meetings (id, title, starts_at, planned_minutes, body_id, status, created_by, created_at) VALUES ('m', 'Họp', ${startsAt}, 60, NULL, 'invited', 'a', 1);
INSERT INTO meeting_units (meeting_id, unit_id) VALUES ('m', 'c');
INSERT INTO meeting_participants (meeting_id, participant_id, person_id, site_id, roles, seat_site_id) VALUES
	('m', 'a', 'a', NULL, '["chair"]', 's'), ('m', 's', NULL, 's', '[]', NULL);
`;

function migrated() {
	const db = openDatabase(olderDatabase(3, rows));
	onTestFinished(() => db.close());
	return db;
}

test('codes and parents that had dates keep them, and the one name of each unit holds for all of its days', () => {
	const db = migrated();
	const tree = (date: string) => {
		const write = ({ code, name, children }: UnitNode): string => `${code} ${name}(${children.map(write).join()})`;
		return readUnitTree(db, date).map(write);
	};
	expect(tree('2019-12-31')).toEqual([' Ban()']);
	expect(tree('2023-12-31')).toEqual(['38 Tỉnh(385 Huyện(014 Xã()))', ' Ban()']);
	expect(tree('2025-06-30')).toEqual(['38 Tỉnh(385 Huyện(14902 Xã()))', ' Ban()']);
	expect(tree('2026-07-01')).toEqual(['38 Tỉnh(385 Huyện(),14902 Xã())', ' Ban()']);
	expect(listUnits(db, '2026-07-01').map(({ id, level }) => [id, level])).toEqual([
		['p', 'province'],
		['d', 'district'],
		['c', 'commune'],
		['o', 'other'],
	]);
});

test('sites keep their accounts, sessions and places in meetings', () => {
	const db = migrated();
	expect(listSites(db, { date: '2026-07-01' }).map(({ id, code, unitName }) => [id, code, unitName])).toEqual([
		['s', '14902', 'Xã'],
		['t', 'T', 'Ban'],
	]);
	expect(listSites(db, { date: '2019-12-31' }).map(({ id }) => id)).toEqual(['t']);
	expect(resolveSession(db, 'a token', startsAt)).toMatchObject({ siteId: 's', name: 'Điểm cầu xã' });
	const { participants, unitIds } = requireMeeting(db, 'm');
	expect(participants.map(({ id, unitCode, siteId }) => [id, unitCode, siteId])).toEqual([
		['a', '14902', 's'],
		['s', '14902', null],
	]);
	expect(unitIds).toEqual(['c']);
});

test('bodies keep their one name, seats and members; nobody is taken for the head', () => {
	const db = migrated();
	for (const date of ['2019-01-01', '2026-07-01'])
		expect(requireBody(db, 'b', date)).toMatchObject({ name: 'UBND tỉnh', seats: 3, headId: null, unitId: 'p' });
	expect(requireBody(db, 'b', '2026-07-01').members).toEqual([{ personId: 'a', name: 'Lan', position: 'Ủy viên' }]);
});
