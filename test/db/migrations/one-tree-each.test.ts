import { openDatabase } from '#db/client.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { rolesAnywhere } from '#db/meetings/roles.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO units (id) VALUES ('p');
INSERT INTO sites (id) VALUES ('s');
INSERT INTO people (id, name, position, sort_key, folded) VALUES ('a', 'Lan', '', 'lan', 'lan'), ('b', 'Mai', '', 'mai', 'mai');
INSERT INTO meetings (id, title, starts_at, planned_minutes, status, created_by, created_at)
	VALUES ('n', 'Họp sau', 2, 60, 'draft', 'a', 1), ('m', 'Họp', 1, 60, 'ended', 'a', 1);
INSERT INTO meeting_participants (meeting_id, participant_id, person_id, site_id, seat_site_id) VALUES
	('n', 'a', 'a', NULL, NULL), ('m', 's', NULL, 's', NULL), ('m', 'b', 'b', NULL, NULL), ('m', 'a', 'a', NULL, 's');
INSERT INTO meeting_roles (meeting_id, participant_id, role) VALUES
	('n', 'a', 'operator'), ('m', 'b', 'delegate'), ('m', 'a', 'secretary'), ('m', 'a', 'chair');
INSERT INTO meeting_units (meeting_id, unit_id) VALUES ('m', 'p');
`;

test('who takes part, as what, and which units are invited is as before; each row stands in one tree, and hangs as it did', () => {
	const db = openDatabase(olderDatabase(14, rows));
	onTestFinished(() => db.close());
	const { participants, unitIds } = requireMeeting(db, 'm');
	expect(new Set(participants.map(({ id, kind, siteId }) => [id, kind, siteId].join()))).toEqual(
		new Set(['a,person,s', 'b,person,', 's,site,']),
	);
	expect(unitIds).toEqual(['p']);
	expect(['a', 'b', 's'].map((id) => rolesIn(db, 'm', id))).toEqual([['chair', 'secretary'], ['delegate'], []]);
	expect(new Set(rolesAnywhere(db, 'a'))).toEqual(new Set(['chair', 'secretary', 'operator']));
	const unlisted = db.sqlite.prepare('SELECT count(*) FROM meeting_participants WHERE is_listed = 0').pluck();
	expect(unlisted.get(), 'who was invited before is listed').toBe(0);
	const trees = db.sqlite.prepare(
		"SELECT name, (SELECT count(*) FROM pragma_index_list(listed.name)) AS trees FROM pragma_table_list AS listed WHERE wr AND name LIKE 'meeting_%' ORDER BY name",
	);
	expect(trees.all()).toEqual([
		{ name: 'meeting_participants', trees: 3 },
		{ name: 'meeting_roles', trees: 1 },
		{ name: 'meeting_units', trees: 1 },
	]);
	db.sqlite.exec("DELETE FROM meeting_participants WHERE meeting_id = 'n'");
	expect(rolesAnywhere(db, 'a'), 'they go with who had them').toEqual(['chair', 'secretary']);
	expect(() => db.sqlite.exec("INSERT INTO meeting_units VALUES ('m', 'none')")).toThrow('FOREIGN KEY');
	expect(() =>
		db.sqlite.exec("INSERT INTO meeting_participants (meeting_id, participant_id, person_id) VALUES ('n', 'b', 'a')"),
	).toThrow('CHECK');
});
