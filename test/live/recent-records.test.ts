import { RecentRecords } from '#live/recent-records.ts';
import { audienceOf, redactState } from '#meeting/redact.ts';
import { evolve, replay, type MeetingState } from '#meeting/state.ts';
import type { Plan } from '#meeting/plan.ts';
import { closedWord, planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { recordsIn, stateAfter } from '#test/support/welcomed.ts';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test, vi } from 'vitest';

vi.mock(import('node:zlib'), async (original) => {
	const zlib = await original();
	return { ...zlib, gzipSync: vi.fn(zlib.gzipSync) };
});

let meeting: ScriptedMeeting;
let recent: RecentRecords;

beforeEach(() => {
	meeting = ScriptedMeeting.live(planWithClosed());
	recent = new RecentRecords(meeting.state);
});

/** Carries something out as one commit. */
function commit(act: () => unknown): void {
	const before = meeting.state;
	act();
	const records = meeting.journal.slice(before.seq);
	expect(records.reduce(evolve, before)).toEqual(meeting.state);
	recent.add(records, before, meeting.state);
}
const request = (by: string) => commit(() => meeting.give(by, 'request-floor', {}));
const revise = (plan: Plan) => commit(() => meeting.system('revise-plan', { plan }));
const note = (noteId: string, itemId: string, text: string) =>
	commit(() => meeting.give('chair', 'write-note', { noteId, kind: 'remark', itemId, speakerId: null, text }));

/** What a device has that knew the meeting as it was then, and comes back now. */
function comeBack(readerId: string, then: MeetingState) {
	const told = recent.since(then.seq, meeting.state, readerId);
	expect(stateAfter(told, redactState(then, readerId))).toEqual(redactState(meeting.state, readerId));
	return told.snapshot === null ? 'tail' : 'snapshot';
}

test('who comes back over a revision is told it as its difference', () => {
	const then = meeting.state;
	request('delegate-1');
	// What has changed of the closed item is no part of what a guest is told.
	const { agenda, ...plan } = planWithClosed();
	const retitled = agenda.map((item) => (item.id === 'item-4' ? { ...item, title: `${closedWord} ông Y` } : item));
	revise({ ...plan, agenda: retitled, title: 'Phiên họp khác' });
	request('delegate-2');
	note('note', 'item-4', closedWord);
	revise(planWithClosed({ delegates: 4 }));
	request('delegate-3');
	for (const { id } of planWithClosed().participants) expect([id, comeBack(id, then)]).toEqual([id, 'tail']);
	expect(JSON.stringify(recordsIn(recent.since(then.seq, meeting.state, 'guest').records))).not.toContain(closedWord);
});

test('who may see more or less of what was before it gets everything anew', () => {
	note('note', 'item-1', closedWord);
	const then = meeting.state;
	const plan = planWithClosed();
	revise({ ...plan, agenda: plan.agenda.map((item) => (item.id === 'item-1' ? { ...item, access: 'closed' } : item)) });
	expect(comeBack('guest', then)).toBe('snapshot');
	expect(comeBack('delegate-1', then)).toBe('tail');
	expect(JSON.stringify(redactState(meeting.state, 'guest').notes)).not.toContain(closedWord);
});

test('a closed paper that was shown and is gone since is not told to who comes back', () => {
	const then = meeting.state;
	commit(() => meeting.give('chair', 'present-document', { versionId: 'version-4', page: 1 }));
	const { papers, ...plan } = planWithClosed();
	revise({ ...plan, papers: papers.filter(({ documentId }) => documentId !== 'document-4') });
	expect([comeBack('guest', then), comeBack('chair', then)]).toEqual(['tail', 'tail']);
	expect(JSON.stringify(recordsIn(recent.since(then.seq, meeting.state, 'guest').records))).not.toContain(closedWord);
});

test('from the middle of a commit, and from nothing, everything is told', () => {
	request('guest');
	const { participants, ...plan } = planWithClosed();
	revise({ ...plan, participants: participants.filter(({ id }) => id !== 'guest') });
	const middle = replay(meeting.journal.slice(0, -1));
	expect(comeBack('chair', middle)).toBe('snapshot');
	expect(comeBack('chair', { ...middle, seq: 0 })).toBe('snapshot');
});

test('who has missed more than two hundred events gets the snapshot that all share, and at most as many after it', () => {
	const then = meeting.state;
	for (let act = 0; act < 100; act += 1) {
		request('delegate-1');
		commit(() => meeting.give('delegate-1', 'withdraw-floor', {}));
	}
	expect(comeBack('delegate-2', then)).toBe('tail');
	request('delegate-1');
	expect(comeBack('delegate-2', then)).toBe('snapshot');
});

test('hundreds that come back at once cost one packing for all who lack the same and may see the same', () => {
	const then = meeting.state;
	note('note', 'item-4', closedWord);
	request('delegate-1');
	const readers = planWithClosed().participants.map(({ id }) => id);
	const packings = (seq: number) =>
		new Set(
			Array.from({ length: 100 }, () => readers.map((id) => recent.since(seq, meeting.state, id).records)).flat(),
		);
	const audiences = ({ plan }: MeetingState) =>
		new Set(readers.map((id) => plan && audienceOf(meeting.state, plan, id))).size;
	expect(audiences(meeting.state)).toBeGreaterThan(1);
	expect(packings(then.seq).size).toBe(audiences(meeting.state));
	// Behind the snapshot that all share, too; and of those who know more, others.
	expect(packings(0).size).toBe(audiences(meeting.state));
	const told = [then.seq, then.seq + 1].flatMap((seq) => [...packings(seq)]);
	expect(new Set(told).size).toBe(2 * audiences(meeting.state));
	for (const id of readers) expect(comeBack(id, then)).toBe('tail');
	// What happens next is in the tail of who comes then.
	request('delegate-2');
	for (const id of readers) expect(comeBack(id, then)).toBe('tail');
});

test('who waits for it gets a snapshot that a thread has packed, once for hundreds who may see the same', async () => {
	const readers = planWithClosed().participants.map(({ id }) => id);
	vi.mocked(gzipSync).mockClear();
	const hundreds = Array.from({ length: 100 }, () => readers).flat();
	await Promise.all(hundreds.map((id) => recent.ready(0, meeting.state, id)));
	request('delegate-1');
	const told = hundreds.map((id) => recent.since(0, meeting.state, id).snapshot);
	const packedHere = vi.mocked(gzipSync).mock.calls.map(([text]) => String(text));
	expect(packedHere.length, 'tails').toBeGreaterThan(0);
	expect(packedHere.filter((text) => text.includes('"lifecycle"'))).toEqual([]);
	expect(new Set(told).size).toBe(new Set(readers.map((id) => recent.since(0, meeting.state, id).snapshot)).size);
	const { state: now } = meeting;
	for (const id of readers) expect(comeBack(id, { ...now, seq: 0 })).toBe('snapshot');
});
