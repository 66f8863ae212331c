import { heldGrants } from '#db/auth/grants.ts';
import { needsFirstAdmin } from '#db/auth/setup-link.ts';
import { dateOf } from '#db/calendar.ts';
import { openDatabase } from '#db/client.ts';
import { accounts, sessions } from '#db/schema/auth.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO sites (id) VALUES ('s');
INSERT INTO people (id, name, position) VALUES ('admin', 'Lan', ''), ('chair', 'Hòa', ''), ('secretary', 'Mai', ''), ('delegate', 'Tú', ''), ('stranger', 'An', '');
INSERT INTO accounts (id, login, password_hash, person_id, site_id, is_admin, failed_logins, locked_until, disabled_at, created_at) VALUES
	('a', 'admin', 'x', 'admin', NULL, 1, 2, NULL, NULL, 1700000000000), ('b', 'chair', 'x', 'chair', NULL, 0, 0, NULL, NULL, 1),
	('c', 'secretary', 'x', 'secretary', NULL, 0, 0, NULL, NULL, 1), ('d', 'delegate', 'x', 'delegate', NULL, 0, 0, NULL, 7, 1),
	('e', 'room', 'x', NULL, 's', 0, 0, NULL, NULL, 1);
INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) VALUES ('t', 'a', 1, 1, 2);
INSERT INTO meetings (id, title, starts_at, planned_minutes, body_id, status, created_by, created_at, version)
	VALUES ('m', 'Họp', 1, 60, NULL, 'ended', 'chair', 1, 1), ('n', 'Họp', 2, 60, NULL, 'draft', 'chair', 1, 1);
INSERT INTO meeting_participants (meeting_id, participant_id, person_id, site_id) VALUES
	('m', 'chair', 'chair', NULL), ('n', 'chair', 'chair', NULL), ('m', 'secretary', 'secretary', NULL), ('m', 'delegate', 'delegate', NULL),
	('m', 's', NULL, 's'), ('m', 'stranger', 'stranger', NULL);
INSERT INTO meeting_roles (meeting_id, participant_id, role) VALUES ('m', 'chair', 'chair'), ('n', 'chair', 'chair'),
	('m', 'secretary', 'secretary'), ('m', 'delegate', 'delegate'), ('m', 'stranger', 'secretary');
`;

test('who administered goes on, who chaired or was secretary convenes; nobody else gets anything, and accounts stay', () => {
	const db = openDatabase(olderDatabase(7, rows));
	onTestFinished(() => db.close());
	const held = (personId: string, day = dateOf(Date.now())) => heldGrants(db, personId, day);
	const everywhere = { unitId: null, bodyId: null };
	expect(held('admin')).toEqual([{ kind: 'administer', ...everywhere }]);
	expect(held('admin', '2023-11-15')).toHaveLength(1);
	expect(held('chair'), 'once, however many meetings').toEqual([{ kind: 'convene', ...everywhere }]);
	expect(held('secretary')).toEqual([{ kind: 'convene', ...everywhere }]);
	for (const each of ['delegate', 'stranger', 's']) expect(held(each), each).toEqual([]);
	expect(needsFirstAdmin(db, Date.now())).toBe(false);
	const kept = db.orm.select().from(accounts).all();
	expect(kept.map(({ id, failedLogins, disabledAt }) => [id, failedLogins, disabledAt])).toEqual([
		['a', 2, null],
		['b', 0, null],
		['c', 0, null],
		['d', 0, 7],
		['e', 0, null],
	]);
	expect(db.orm.select().from(sessions).all()).toMatchObject([{ accountId: 'a' }]);
});
