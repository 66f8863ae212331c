import { giveGrant, heldGrants, listGrants } from '#db/auth/grants.ts';
import { openDatabase } from '#db/client.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO units (id) VALUES ('u');
INSERT INTO unit_periods (unit_id, valid_from, code, name, level, folded) VALUES ('u', '2020-01-01', '38', 'Tỉnh', 'province', 'tinh');
INSERT INTO people (id, name, position, sort_key, folded) VALUES ('admin', 'Lan', '', '', ''), ('chair', 'Hòa', '', '', '');
INSERT INTO accounts (id, login, password_hash, person_id, site_id, created_at) VALUES ('a', 'admin', 'x', 'admin', NULL, 1);
INSERT INTO grants (id, person_id, kind, unit_id, body_id, valid_from, valid_to, reason, granted_by, granted_at, ended_by, ended_at) VALUES
	('g', 'admin', 'administer', NULL, NULL, '2025-01-01', NULL, 'QĐ 1', NULL, 1, NULL, NULL),
	('h', 'chair', 'convene', 'u', NULL, '2025-01-01', '2025-06-01', 'QĐ 2', 'a', 2, 'a', 3);
`;

test('what was granted before stays as it was, on record and in force; accounts can be given to keep since', () => {
	const db = openDatabase(olderDatabase(11, rows));
	onTestFinished(() => db.close());
	expect(heldGrants(db, 'admin', '2025-02-01')).toEqual([{ kind: 'administer', unitId: null, bodyId: null }]);
	expect(
		listGrants(db, '2025-07-01').map(({ id, reason, state, grantedBy }) => [id, reason, state, grantedBy]),
	).toEqual([
		['g', 'QĐ 1', 'in-force', ''],
		['h', 'QĐ 2', 'over', 'Lan'],
	]);
	const grant = { personId: 'chair', kind: 'keep-accounts', unitId: 'u', bodyId: null, validTo: null } as const;
	giveGrant(
		db,
		{ ...grant, validFrom: '2025-07-01', reason: 'QĐ 3' },
		{ accountId: 'a', now: Date.parse('2025-07-01') },
	);
	expect(heldGrants(db, 'chair', '2025-07-01')).toEqual([{ kind: 'keep-accounts', unitId: 'u', bodyId: null }]);
});
