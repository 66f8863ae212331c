import { listMinutes, approveMinutes } from '#db/minutes/minutes.ts';
import { minutesFor, wholeMinutes } from '#lib/server/minutes-file.ts';
import { hasOpened, type OpenedMeeting } from '#minutes/compose-minutes.ts';
import type { meetingBefore } from '#meeting/state.ts';
import { replay } from '#meeting/state.ts';
import { findEnd } from '#db/journal/heads.ts';
import { readJournal } from '#db/journal/journal.ts';
import type { Work } from '#live/work-pool.ts';
import { holdMeeting } from '#test/support/held-meeting.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { sameThread } from '#test/support/same-thread.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { createHash } from 'node:crypto';
import { expect, test, vi, type Mock } from 'vitest';
import { temporaryDatabase, temporaryFolder } from '../../db/temporary-database.ts';
import { readZip } from '../../minutes/read-zip.ts';

const opened = (state: typeof meetingBefore): OpenedMeeting => {
	if (!hasOpened(state)) throw new Error('not opened');
	return state;
};

test('minutes are drawn once for what they say, kept by their SHA-256, and stay once approved', async () => {
	const db = temporaryDatabase();
	const store = { db, dataDir: temporaryFolder(), work: sameThread(db) };
	const { id } = createTestMeeting(db, { delegates: 2 });
	const at = Date.now();
	const plan = requirePlan(db, id);
	const first = opened(
		replay([
			{ seq: 1, at, by: 'system', event: { type: 'meeting-opened', plan } },
			{ seq: 2, at, by: 'system', event: { type: 'meeting-started' } },
		]),
	);
	const bytes = await wholeMinutes(store, first, at);
	expect(readZip(bytes).get('word/document.xml')).toContain('Phiên họp thử');
	expect(await wholeMinutes(store, first, at + 1)).toEqual(bytes);
	expect(listMinutes(db, id)).toMatchObject([
		{ journalSeq: 2, status: 'draft', sha256: createHash('sha256').update(bytes).digest('hex') },
	]);

	// What happens in the journal and is not told in minutes draws no other file.
	const turned = opened(
		replay([{ seq: 3, at: at + 1, by: 'system', event: { type: 'stage-directed', participantId: null } }], first),
	);
	expect(await wholeMinutes(store, turned, at + 1)).toEqual(bytes);
	expect(listMinutes(db, id)).toHaveLength(1);

	const ended = opened(replay([{ seq: 4, at: at + 2, by: 'system', event: { type: 'meeting-ended' } }], turned));
	const final = await wholeMinutes(store, ended, at + 3);
	expect(readZip(final).get('word/document.xml')).toContain('Cuộc họp kết thúc vào');
	const [draft, superseded] = listMinutes(db, id);
	expect([draft?.status, superseded?.status]).toEqual(['draft', 'superseded']);

	approveMinutes(db, draft?.id ?? '');
	expect(await wholeMinutes(store, { ...ended, seq: 5 }, at + 4)).toEqual(final);
	expect(listMinutes(db, id)).toHaveLength(2);
});

test('whole minutes and extracts are drawn beside the loop, never on it', async () => {
	const db = temporaryDatabase();
	const { id, chairId } = await holdMeeting(db);
	const state = opened(replay(readJournal(db, id)));
	const drawn = new Uint8Array([1, 2, 3]);
	const run = vi.fn(() => Promise.resolve(drawn)) as Mock & Work['run'];
	const store = { db, dataDir: temporaryFolder(), work: { run } };
	expect(await minutesFor(store, state, chairId)).toEqual(Buffer.from(drawn));
	expect(run.mock.calls).toEqual([['drawMinutes', expect.objectContaining({ end: findEnd(db, id) })]]);
	// What comes back is what is kept: bytes that are no document are refused, and were not made here.
	await expect(wholeMinutes(store, state, 1)).rejects.toMatchObject({ code: 'file-type-refused' });
	expect(run.mock.calls.map(([task]: unknown[]) => task)).toEqual(['drawMinutes', 'drawMinutes']);
});

test('minutes are composed in a turn of the loop to come, not in that of whoever asks', async () => {
	const db = temporaryDatabase();
	const { id, chairId } = await holdMeeting(db);
	const state = opened(replay(readJournal(db, id)));
	const store = { db, dataDir: temporaryFolder(), work: sameThread(db) };
	let looks = 0;
	const looked = {
		...state,
		get attendance() {
			looks += 1;
			return state.attendance;
		},
	};
	for (const draw of [() => wholeMinutes(store, looked, 1), () => minutesFor(store, looked, chairId)]) {
		looks = 0;
		const drawn = draw();
		expect(looks).toBe(0);
		await drawn;
		expect(looks).toBeGreaterThan(0);
	}
});

test("minutes of a meeting that is over name its journal's end, whole and in extracts", async () => {
	const db = temporaryDatabase();
	const { id, chairId } = await holdMeeting(db);
	const state = opened(replay(readJournal(db, id)));
	const store = { db, dataDir: temporaryFolder(), work: sameThread(db) };
	for (const bytes of [await wholeMinutes(store, state, 1), await minutesFor(store, state, chairId)])
		expect(readZip(bytes).get('docProps/custom.xml')).toContain(findEnd(db, id)?.hash.toString('hex'));
});

test("the journal's end that minutes name belongs to what they say, though the meeting ends while they are composed", async () => {
	const db = temporaryDatabase();
	const { id, chairId } = await holdMeeting(db);
	const state = opened(replay(readJournal(db, id)));
	const run = vi.fn(() => Promise.resolve(new Uint8Array([1]))) as Mock & Work['run'];
	const end = findEnd(db, id);
	const asked = minutesFor({ db, work: { run } }, state, chairId);
	// From here on nothing can be read any more.
	db.close();
	await asked;
	expect(run.mock.calls).toEqual([['drawMinutes', expect.objectContaining({ end })]]);
});
