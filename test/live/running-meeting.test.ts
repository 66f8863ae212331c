import { openDatabase, type Database } from '#db/client.ts';
import { findRequest, readJournal } from '#db/journal/journal.ts';
import { verifyJournal } from '#db/journal/verify.ts';
import { countUrn } from '#db/votes/urn.ts';
import { JournalWriter } from '#live/journal/journal-writer.ts';
import { RunningMeeting } from '#live/running-meeting.ts';
import { commands, type CommandInput, type CommandName } from '#meeting/commands.ts';
import type { Asked } from '#meeting/decide.ts';
import { meetingBefore, replay } from '#meeting/state.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder: string;
let db: Database;
let dossier: TestMeeting;
let meeting: RunningMeeting;
let now: number;
let requests = 0;

const give = <N extends CommandName>(
	participantId: string,
	name: N,
	input: CommandInput<N>,
	id = `request-${requests++}`,
) => meeting.give({ kind: 'participant', participantId, deviceId: 'device' }, { name, input } as Asked, id);

const open = () =>
	new RunningMeeting(
		dossier.id,
		{ state: replay(readJournal(db, dossier.id), meetingBefore), lastAt: 0 },
		{
			writer: new JournalWriter(db, pino({ level: 'silent' })),
			urn: (voteId) => countUrn(db, dossier.id, voteId),
			clock: () => now,
			findRequest: (id) => findRequest(db, dossier.id, id),
			preparePlan: async () => async () => {},
		},
	);

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	db = openDatabase(path.join(folder, 'db.sqlite'));
	now = 1_790_000_000_000;
	dossier = createTestMeeting(db, { delegates: 3 });
	meeting = open();
	await meeting.giveAsSystem('open-meeting', { plan: requirePlan(db, dossier.id) });
	for (const participantId of [dossier.chairId, ...dossier.delegateIds])
		await meeting.giveAsSystem('connect-device', { deviceId: `of-${participantId}`, participantId });
	await give(dossier.chairId, 'start-meeting', {});
});

afterEach(() => {
	db.close();
	rmSync(folder, { recursive: true });
});

test('what is acknowledged is in the journal, and replaying it gives the live state', async () => {
	const outcome = await give(dossier.delegateIds[0] ?? '', 'request-floor', {});
	const journal = [...readJournal(db, dossier.id)];
	expect(outcome).toEqual({ seq: journal.at(-1)?.seq });
	expect(journal.map((recorded) => recorded.seq)).toEqual(journal.map((_, index) => index + 1));
	expect(replay(journal)).toEqual(meeting.state);
	expect(meeting.state, 'it was folded when it was decided, and is not folded again').toBe(meeting.head);
	expect(verifyJournal(db, dossier.id)).toBeUndefined();
});

test('a commit that fails is not acknowledged, and leaves the meeting as it was', async () => {
	const before = meeting.state;
	db.sqlite.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
	const both = await Promise.allSettled([
		give(dossier.delegateIds[0] ?? '', 'request-floor', {}, 'kept-by-the-browser'),
		give(dossier.delegateIds[1] ?? '', 'request-floor', {}),
	]);
	expect(both.map((each) => each.status)).toEqual(['rejected', 'rejected']);
	expect(meeting.state).toBe(before);
	db.sqlite.exec('DROP TRIGGER full');
	expect(await give(dossier.delegateIds[0] ?? '', 'request-floor', {}, 'kept-by-the-browser')).toEqual({
		seq: before.seq + 1,
	});
});

test('a request that was carried out before a restart is not carried out again', async () => {
	const first = await give(dossier.delegateIds[0] ?? '', 'request-floor', {}, 'sent-twice');
	meeting = open();
	expect(await give(dossier.delegateIds[0] ?? '', 'request-floor', {}, 'sent-twice')).toEqual(first);
	expect(meeting.state.floor.queue).toHaveLength(1);
});

test("one person's request id says nothing about another's", async () => {
	await give(dossier.delegateIds[0] ?? '', 'request-floor', {}, 'the-same-id');
	await give(dossier.delegateIds[1] ?? '', 'request-floor', {}, 'the-same-id');
	expect(meeting.state.floor.queue).toHaveLength(2);
});

test('a server clock that is set back does not turn the meeting back', async () => {
	await give(dossier.delegateIds[0] ?? '', 'request-floor', {});
	const before = meeting.state.floor.queue[0]?.requestedAt ?? 0;
	now -= 3_600_000;
	await give(dossier.delegateIds[1] ?? '', 'request-floor', {});
	expect(meeting.state.floor.queue[1]?.requestedAt).toBeGreaterThanOrEqual(before);
});

test('a secret ballot leaves its choice in the urn alone: no table, journal or row order links it to its voter', async () => {
	const voters = [dossier.chairId, ...dossier.delegateIds];
	await give(dossier.chairId, 'open-vote', { voteId: 'secret', itemId: null, title: 'Bỏ phiếu kín', secret: true });
	for (const [index, voter] of voters.entries())
		expect(
			await give(voter, 'cast-ballot', { voteId: 'secret', choice: index === 0 ? 'against' : 'for' }),
		).toHaveProperty('seq');
	expect(countUrn(db, dossier.id, 'secret')).toEqual({ for: 3, against: 1, abstain: 0 });
	await give(dossier.chairId, 'close-vote', { voteId: 'secret' });
	expect(meeting.state.votes[0]?.result).toMatchObject({ for: 3, against: 1, passed: true });
	const cast = [...readJournal(db, dossier.id)].filter(({ event }) => event.type === 'ballot-cast');
	expect(cast.map(({ event }) => 'choice' in event && event.choice)).toEqual([null, null, null, null]);
	expect(db.sqlite.prepare('SELECT count(*) FROM ballots').pluck().get()).toBe(0);
	const columns = db.sqlite.prepare("SELECT name FROM pragma_table_info('urn')").pluck().all();
	expect(columns).toEqual(['meeting_id', 'vote_id', 'key', 'choice']);
});

test('the file does not tell in which order secret ballots were cast, once the vote has ended', async () => {
	const voters = [dossier.chairId, ...dossier.delegateIds];
	await give(dossier.chairId, 'open-vote', { voteId: 'secret', itemId: null, title: 'Bỏ phiếu kín', secret: true });
	for (const voter of voters) await give(voter, 'cast-ballot', { voteId: 'secret', choice: 'for' });
	await give(dossier.chairId, 'close-vote', { voteId: 'secret' });
	expect(statSync(path.join(folder, 'db.sqlite-wal')).size, 'the write-ahead log is empty').toBe(0);
	const file = readFileSync(path.join(folder, 'db.sqlite'));
	const keys = db.sqlite.prepare<[], Buffer>('SELECT key FROM urn ORDER BY key').pluck().all();
	// SQLite fills a page from its end: rows that came in the order of their keys lie in descending places.
	const places = keys.map((key) => file.indexOf(key));
	expect(places).toHaveLength(4);
	expect(places.every((place) => place > 0)).toBe(true);
	expect(places).toEqual(places.toSorted((a, b) => b - a));
});

test('a vote that is cancelled leaves no order either', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'secret', itemId: null, title: 'Bỏ phiếu kín', secret: true });
	await give(dossier.chairId, 'cast-ballot', { voteId: 'secret', choice: 'for' });
	const [before] = db.sqlite.prepare<[], Buffer>('SELECT key FROM urn').pluck().all();
	await give(dossier.chairId, 'cancel-vote', { voteId: 'secret', reason: 'Sai nội dung' });
	expect(statSync(path.join(folder, 'db.sqlite-wal')).size).toBe(0);
	expect(readFileSync(path.join(folder, 'db.sqlite')).indexOf(before ?? '')).toBe(-1);
});

test('a log that a reader holds is emptied later, and the vote is closed all the same', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'secret', itemId: null, title: 'Bỏ phiếu kín', secret: true });
	await give(dossier.chairId, 'cast-ballot', { voteId: 'secret', choice: 'for' });
	const reader = openDatabase(path.join(folder, 'db.sqlite'));
	reader.sqlite.exec('BEGIN; SELECT count(*) FROM urn');
	expect(await give(dossier.chairId, 'close-vote', { voteId: 'secret' })).toHaveProperty('seq');
	expect(statSync(path.join(folder, 'db.sqlite-wal')).size).toBeGreaterThan(0);
	reader.sqlite.exec('COMMIT');
	reader.close();
	await vi.waitFor(
		() => expect(statSync(path.join(folder, 'db.sqlite-wal')).size, 'the log is emptied').toBe(0),
		5_000,
	);
	expect(await give(dossier.chairId, 'publish-vote', { voteId: 'secret' })).toHaveProperty('seq');
});

test('the end of a named vote empties no log: nothing in it is a secret, and the loop would wait for the disk', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'named', itemId: null, title: 'Biểu quyết', secret: false });
	await give(dossier.chairId, 'cast-ballot', { voteId: 'named', choice: 'for' });
	expect(await give(dossier.chairId, 'close-vote', { voteId: 'named' })).toHaveProperty('seq');
	expect(statSync(path.join(folder, 'db.sqlite-wal')).size).toBeGreaterThan(0);
});

test('what one meeting cannot write costs another nothing', async () => {
	const other = createTestMeeting(db, { delegates: 1 });
	const writer = new JournalWriter(db, pino({ level: 'silent' }));
	const ports = {
		writer,
		urn: () => ({ for: 0, against: 0, abstain: 0 }),
		clock: () => now,
		findRequest: () => undefined,
		preparePlan: async () => async () => {},
	};
	const [a, b] = [dossier, other].map(({ id }) => {
		const state = replay(readJournal(db, id), meetingBefore);
		return new RunningMeeting(id, { state, lastAt: 0 }, ports);
	});
	db.sqlite.exec(`CREATE TRIGGER bad BEFORE INSERT ON journal WHEN new.stream_id = '${other.id}'
		BEGIN SELECT RAISE(ABORT, 'not this one'); END`);
	const actor = { kind: 'participant', participantId: dossier.delegateIds[0] ?? '', deviceId: 'device' } as const;
	const outcomes = await Promise.allSettled([
		a?.give(actor, { name: 'request-floor', input: {} }, 'request-of-a'),
		b?.giveAsSystem('open-meeting', { plan: requirePlan(db, other.id) }),
	]);
	expect(outcomes.map((each) => each.status)).toEqual(['fulfilled', 'rejected']);
});

test('the database itself refuses a second ballot of one person', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'vote', itemId: null, title: 'Thông qua', secret: true });
	await give(dossier.chairId, 'cast-ballot', { voteId: 'vote', choice: 'for' });
	const insert = db.sqlite.prepare(
		'INSERT INTO vote_participation (meeting_id, vote_id, person_id, at) VALUES (?, ?, ?, ?)',
	);
	expect(() => insert.run(dossier.id, 'vote', dossier.chairId, now)).toThrow(/UNIQUE/);
});

test('a listener that fails costs neither the command its answer nor others of the commit theirs', async () => {
	const logged: string[] = [];
	const log = { error: (_about: unknown, what?: string) => logged.push(what ?? ''), info: () => {} };
	const writer = new JournalWriter(db, log);
	const other = createTestMeeting(db, { delegates: 1 });
	const [failing, spared] = [dossier.id, other.id].map(
		(id) =>
			new RunningMeeting(
				id,
				{ state: replay(readJournal(db, id), meetingBefore), lastAt: 0 },
				{
					writer,
					urn: (voteId) => countUrn(db, id, voteId),
					clock: () => now,
					findRequest: () => undefined,
					preparePlan: async () => async () => {},
				},
			),
	);
	if (!failing || !spared) throw new Error('two meetings');
	failing.onRecords(() => {
		throw new Error('a fault of ours');
	});
	const answers = await Promise.all([
		failing.giveAsSystem('disconnect-device', { deviceId: `of-${dossier.chairId}`, participantId: dossier.chairId }),
		spared.giveAsSystem('open-meeting', { plan: requirePlan(db, other.id) }),
	]);
	expect(answers).toEqual([{ seq: failing.state.seq }, { seq: 1 }]);
	expect(spared.state.lifecycle.phase).toBe('open');
	expect(logged).toEqual(['what was written could not be told']);
});

test('half an emoji in a note costs the note alone, and three ballots of the same moment nothing', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false });
	const note = { noteId: 'note', kind: 'remark', itemId: null, speakerId: null, text: 'xong \ud83d' } as const;
	const outcomes = await Promise.all([
		give(dossier.delegateIds[0] ?? '', 'cast-ballot', { voteId: 'vote', choice: 'for' }),
		give(dossier.chairId, 'write-note', note),
		give(dossier.delegateIds[1] ?? '', 'cast-ballot', { voteId: 'vote', choice: 'for' }),
		give(dossier.delegateIds[2] ?? '', 'cast-ballot', { voteId: 'vote', choice: 'against' }),
	]);
	expect(outcomes.map((outcome) => ('seq' in outcome ? 'written' : outcome.refused))).toEqual([
		'written',
		'malformed',
		'written',
		'written',
	]);
	expect(verifyJournal(db, dossier.id)).toBeUndefined();
	expect(v.safeParse(commands['write-note'].input, note).success, 'the border does not take it').toBe(false);
});

test('one command that the database refuses fails alone; what was decided on it is decided anew', async () => {
	db.sqlite.exec(`CREATE TRIGGER bad BEFORE INSERT ON journal WHEN new.actor = '${dossier.delegateIds[1]}'
		BEGIN SELECT RAISE(ABORT, 'not this one'); END`);
	const [first = '', second = '', third = ''] = dossier.delegateIds;
	const outcomes = await Promise.allSettled([first, second, third].map((id) => give(id, 'request-floor', {})));
	expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(meeting.state.floor.queue.map(({ participantId }) => participantId)).toEqual([first, third]);
	expect(verifyJournal(db, dossier.id)).toBeUndefined();
});

test('a refusal that rests on what is not on disk yet waits for it, and is no refusal where that failed', async () => {
	await give(dossier.chairId, 'open-vote', { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false });
	const [voter = ''] = dossier.delegateIds;
	const ballot = { voteId: 'vote', choice: 'for' } as const;
	let refusedAt = -1;
	const cast = give(voter, 'cast-ballot', ballot);
	const again = give(voter, 'cast-ballot', ballot).finally(() => (refusedAt = meeting.state.seq));
	expect(await again).toEqual({ refused: 'already-voted' });
	expect(await cast).toEqual({ seq: refusedAt });

	db.sqlite.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
	const [, other = ''] = dossier.delegateIds;
	const lost = await Promise.allSettled([give(other, 'cast-ballot', ballot), give(other, 'cast-ballot', ballot)]);
	expect(
		lost.map(({ status }) => status),
		'nobody is told that a lost ballot was cast',
	).toEqual(['rejected', 'rejected']);
});

test('a meeting that is closed writes nothing any more, and its clocks stand still', async () => {
	await give(dossier.chairId, 'start-poll', { participantIds: [dossier.chairId, ...dossier.delegateIds], seconds: 3 });
	const { seq } = meeting.state;
	const former = meeting;
	former.close();
	meeting = open();
	const chair = { kind: 'participant', participantId: dossier.chairId, deviceId: 'device' } as const;
	await expect(former.give(chair, { name: 'pause-meeting', input: {} }, 'request-late')).rejects.toThrow('no longer');
	now += 10_000;
	await expect(former.giveAsSystem('advance-poll', {})).rejects.toThrow('no longer');
	expect(await meeting.giveAsSystem('advance-poll', {})).toEqual({ seq: seq + 1 });
	meeting.close();
});

test('a server clock that jumps back neither turns the meeting back nor makes it stand still', () => {
	const before = meeting.now;
	const elapsed = performance.now() + 5_000;
	const steady = vi.spyOn(performance, 'now').mockReturnValue(elapsed);
	now -= 365 * 86_400_000;
	expect(meeting.now - before).toBeGreaterThanOrEqual(5_000);
	steady.mockRestore();
});
