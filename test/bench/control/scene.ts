import { sessionCookie } from '#contract/session-cookie.ts';
import { giveGrant } from '#db/auth/grants.ts';
import { hashPassword } from '#db/auth/password.ts';
import { openSession } from '#db/auth/sessions.ts';
import { inTransaction, openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { createMeeting, type NewMeeting } from '#db/meetings/meetings.ts';
import { layLargeMeeting, layLargeProvince } from './large-meeting.ts';
import { castOf, loginOf, size } from './year.ts';

/** How often a large meeting is held: once before it counts. */
const lives = 7;

export interface Scene {
	readonly administrator: string;
	readonly secretary: string;
	readonly delegate: string;
	readonly hostile: string;
	/** a login of nobody else here, and its password */
	readonly login: string;
	readonly password: string;
	/** some of the secretary's meetings with their papers, over since long */
	readonly meetings: readonly { readonly id: string; readonly versionId: string }[];
	readonly delegateMeetings: readonly string[];
	/** to come, for who edits it */
	readonly plannedId: string;
	readonly planned: Pick<NewMeeting, 'participants'>;
	readonly liveMeetingId: string;
	readonly insiders: readonly string[];
	readonly unitId: string;
	readonly bodyId: string;
	/** of 624 participants */
	readonly large: {
		readonly lives: readonly string[];
		/** invited, and not held here */
		readonly plannedId: string;
		readonly draftId: string;
		readonly meeting: Omit<NewMeeting, 'status'>;
		/** of each participant, the chair, the secretary and the operator first */
		readonly cookies: readonly string[];
	};
}

/** Sessions of those who ask, a meeting of 20 that begins now, and meetings of hundreds. */
export async function setScene(dataDir: string): Promise<Scene> {
	const password = 'mat-khau-cua-nguoi-duoc-do';
	const passwordHash = await hashPassword(password);
	const db = openDatabase(databaseFile(dataDir));
	try {
		return inTransaction(db, () => layScene(db, { password, passwordHash }));
	} finally {
		db.close();
	}
}

function layScene(db: Database, secret: { password: string; passwordHash: string }): Scene {
	const now = Date.now();
	const personOf = (index: number) => one(db, 'SELECT person_id FROM accounts WHERE login = ?', loginOf(index));
	const accountOf = (index: number) => one(db, 'SELECT id FROM accounts WHERE login = ?', loginOf(index));
	const signIn = (accountId: string) => `${sessionCookie(true)}=${sessionOf(db, accountId, now)}`;
	const [first] = [castOf(0)];
	const secretary = first.find(({ roles }) => roles.includes('secretary'))?.id ?? 0;
	const delegate = first.find(({ roles }) => roles.includes('delegate'))?.id ?? 0;
	// The next secretary: invited to hundreds of other meetings, and not to the one that is on.
	const hostile = secretary + 1;
	// Nobody of the year's cast: an office's administrator, and who signs in with a password.
	const [administrator, typist] = [size.people - 1, size.people - 2];
	const grant = (index: number, kind: 'administer' | 'convene') => {
		const where = { unitId: null, bodyId: null };
		const held = { personId: personOf(index), kind, ...where, validFrom: '2025-07-01', validTo: null };
		giveGrant(db, { ...held, reason: 'of the bench' }, { accountId: null, now });
	};
	grant(administrator, 'administer');
	grant(secretary, 'convene');
	grant(hostile, 'convene');
	db.sqlite.prepare('UPDATE accounts SET password_hash = ? WHERE login = ?').run(secret.passwordHash, loginOf(typist));
	const inside = castOf(0);
	const participants = inside.map(({ id, roles }) => ({ id: personOf(id), roles }));
	const small = (title: string, startsAt: number) =>
		createMeeting(
			db,
			{
				title,
				startsAt,
				plannedMinutes: 60,
				participants,
				createdBy: personOf(secretary),
				status: 'invited',
			},
			now,
		);
	// Others than the small meeting's: nobody's limits are anybody else's.
	const people = Array.from({ length: 700 }, (_, index) => personOf(5_000 + index));
	const province = layLargeProvince(db, people, now);
	return {
		administrator: signIn(accountOf(administrator)),
		secretary: signIn(accountOf(secretary)),
		delegate: signIn(accountOf(delegate)),
		hostile: signIn(accountOf(hostile)),
		login: loginOf(typist),
		password: secret.password,
		meetings: meetingsOf(db, personOf(secretary), 12),
		delegateMeetings: meetingsOf(db, personOf(delegate), 12).map(({ id }) => id),
		plannedId: small('Phiên họp sẽ đến', now + 24 * 3_600_000),
		planned: { participants },
		liveMeetingId: small('Phiên họp được đo', now),
		insiders: inside.map(({ id }) => signIn(accountOf(id))),
		unitId: one(db, 'SELECT unit_id FROM unit_periods WHERE code = ?', 'tinh'),
		bodyId: province.meeting.bodyId ?? '',
		large: {
			lives: Array.from({ length: lives }, () => layLargeMeeting(db, province, 'invited')),
			plannedId: layLargeMeeting(db, province, 'invited'),
			draftId: layLargeMeeting(db, province, 'draft'),
			meeting: province.meeting,
			cookies: province.accounts.map(signIn),
		},
	};
}

const one = ({ sqlite }: Database, question: string, about: string): string =>
	sqlite.prepare<[string], string>(question).pluck().get(about) ?? '';

const meetingsOf = (db: Database, personId: string, count: number) =>
	db.sqlite
		.prepare<[string, number], { id: string; versionId: string }>(
			`SELECT meeting_id AS id, (SELECT document_versions.id FROM documents JOIN document_versions ON document_id = documents.id
			 WHERE documents.meeting_id = meeting_participants.meeting_id LIMIT 1) AS versionId
			 FROM meeting_participants WHERE participant_id = ? ORDER BY meeting_id LIMIT ?`,
		)
		.all(personId, count);

const sessionOf = (db: Database, accountId: string, now: number): string =>
	openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now }).token;
