import { packState, unpackState } from '#contract/pack-state.ts';
import type { CommandInput, CommandName } from '#meeting/commands.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { MeetingEvent, Recorded } from '#meeting/record.ts';
import { refusalCodes } from '#meeting/refusal.ts';
import { redact, redactState } from '#meeting/redact.ts';
import { evolve, meetingBefore, replay, type MeetingState } from '#meeting/state.ts';
import { chosenWord, closedWord, planWith, restrictedWord, ScriptedMeeting } from '#test/support/meeting.ts';
import { tellCommit } from '#meeting/tell-commit.ts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { BallotBook, expectSound, expectSoundJournal, settled } from './invariants.ts';
import { steps, type Step } from './random-steps.ts';

const always = { seed: 20_261_123, numRuns: 250 };

// Thousands of meetings: the time is the processor's, which a busy machine stretches.
vi.setConfig({ testTimeout: 180_000 });

/** Whoever changes what is frozen throws: deciding and folding leave what they are given as it is. */
function freeze<T>(value: T): T {
	if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
	Object.freeze(value);
	Object.values(value).forEach(freeze);
	return value;
}

/** Carries a step out; the answer is a refusal's code or the kinds of what happened. */
function take(meeting: ScriptedMeeting, step: Step) {
	freeze(meeting.state);
	if (step.kind === 'time-passes') {
		meeting.now += step.ms;
		return [];
	}
	return step.kind === 'asked'
		? meeting.give(step.by, step.name, step.input as CommandInput<CommandName>)
		: meeting.system(step.name, step.input as never);
}

function run(sequence: readonly Step[], look?: (before: MeetingState, step: Step, meeting: ScriptedMeeting) => void) {
	const meeting = ScriptedMeeting.planned();
	for (const step of sequence) {
		const before = meeting.state;
		const answer = take(meeting, step);
		if (typeof answer === 'string') {
			expect(refusalCodes).toContain(answer);
			expect(meeting.state).toBe(before);
		}
		look?.(before, step, meeting);
	}
	return meeting;
}

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('every state is sound, and so is the journal', () => {
	fc.assert(
		fc.property(steps, (sequence) => {
			const meeting = run(sequence, (_before, _step, { state }) => expectSound(state));
			expectSoundJournal(meeting.journal);
		}),
		always,
	);
});

test('the journal gives the live state, also by way of JSON and of a snapshot with the rest', () => {
	fc.assert(
		fc.property(steps, fc.nat(), (sequence, cut) => {
			const { journal, state } = run(sequence);
			expect(replay(journal)).toEqual(state);
			const read: readonly Recorded[] = asJson(journal);
			expect(read).toStrictEqual(journal);
			expect(replay(read)).toStrictEqual(state);
			expect(asJson(state)).toStrictEqual(state);
			const at = cut % (journal.length + 1);
			const snapshot = unpackState(packState(replay(read.slice(0, at))));
			expect(snapshot.seq).toBe(at);
			expect(replay(read.slice(at), snapshot)).toStrictEqual(state);
		}),
		always,
	);
});

test('a vote keeps what was frozen at its opening, and from its close on it never changes', () => {
	fc.assert(
		fc.property(steps, (sequence) => {
			run(sequence, (before, _step, { state }) => {
				for (const [index, was] of before.votes.entries()) {
					const is = state.votes[index];
					if (was.phase !== 'open') expect(is && settled(is)).toStrictEqual(settled(was));
					expect(is).toMatchObject({
						id: was.id,
						secret: was.secret,
						rule: was.rule,
						seats: was.seats,
						entitled: was.entitled,
						chairId: was.chairId,
					});
					if (was.phase === 'cancelled' || was.phase === 'published') expect(is).toStrictEqual(was);
				}
			});
		}),
		always,
	);
});

test('everybody is counted once, and a secret choice is in the urn alone', () => {
	fc.assert(
		fc.property(steps, (sequence) => {
			const book = new BallotBook();
			run(sequence, (before, step, { state, journal, urn }) => {
				const added: readonly MeetingEvent[] = journal.slice(before.seq).map(({ event }) => event);
				for (const event of added) {
					if (event.type === 'ballot-cast') {
						const vote = state.votes.find((each) => each.id === event.voteId);
						const { choice } = (step as { input: CommandInput<'cast-ballot'> }).input;
						if (!vote) throw new Error(`a ballot in the unknown vote ${event.voteId}`);
						expect(vote.phase).toBe('open');
						expect(event).toMatchObject({
							personId: step.kind === 'asked' && step.by,
							choice: vote.secret ? null : choice,
						});
						book.cast(vote, event.personId, choice);
						if (vote.secret) expect(urn.get(vote.id)).toEqual(book.tally(vote.id));
						else expect(urn.has(vote.id)).toBe(false);
					}
					if (event.type === 'vote-closed') expect(event.result).toMatchObject(book.tally(event.voteId));
				}
			});
		}),
		always,
	);
});

test('only who is invited changes anything, and time never runs backwards', () => {
	fc.assert(
		fc.property(steps, (sequence) => {
			run(sequence, (before, step, { journal }) => {
				const added = journal.slice(before.seq);
				for (const { at, by } of added) {
					expect(at).toBeGreaterThanOrEqual(journal[before.seq - 1]?.at ?? 0);
					expect(by).toBe(step.kind === 'asked' ? step.by : 'system');
				}
				if (step.kind === 'asked' && !getParticipant(before, step.by)) expect(added).toEqual([]);
			});
		}),
		always,
	);
});

test('who is told events redacted arrives at the redacted state, whoever it is', () => {
	fc.assert(
		fc.property(steps, (sequence) => {
			const { journal } = run(sequence);
			for (const reader of planWith().participants) {
				let whole = meetingBefore;
				let told = meetingBefore;
				for (const recorded of journal) {
					const before = whole;
					whole = evolve(whole, recorded);
					if (recorded.event.type === 'plan-changed') {
						const news = tellCommit(before, [recorded], reader.id);
						// Who may see something else of what has been gets a snapshot.
						told = news ? replay(asJson(news), told) : redactState(whole, reader.id);
					} else told = evolve(told, redact(recorded, whole, reader.id));
				}
				// Who is not invited any more is sent away, and told nothing.
				if (whole.plan && !getParticipant(whole, reader.id)) continue;
				expect(told).toEqual(redactState(whole, reader.id));
			}
		}),
		always,
	);
});

/** By which anything could name the two papers that are kept from guests. */
const restricted = new RegExp([restrictedWord, 'document-[35]', 'version-[35]'].join('|'));

test('who may not see what is closed, or a guest what is restricted, is told nothing of it, who was not chosen for a paper nothing of that, and no choice before it is published', () => {
	let keptFromGuests = 0;
	const outsiders = planWith().participants.filter(({ id }) => ['operator', 'guest', 'site'].includes(id));
	fc.assert(
		fc.property(steps, (sequence) => {
			let whole = meetingBefore;
			for (const recorded of run(sequence).journal) {
				whole = evolve(whole, recorded);
				const { event: toDelegate } = redact(recorded, whole, 'delegate-2');
				expect(JSON.stringify(toDelegate)).not.toContain(chosenWord);
				for (const { id } of outsiders) {
					const { event } = redact(recorded, whole, id);
					const text = JSON.stringify(event);
					if (id !== 'operator') expect(text).not.toContain(chosenWord);
					expect(text).not.toContain(closedWord);
					if (id === 'guest') expect(text).not.toMatch(restricted);
					else if (restricted.test(text)) keptFromGuests += 1;
					// Nor who has voted on it, with what result, or why no more.
					if ('voteId' in event) {
						const { voteId } = event;
						const about = whole.votes.find((vote) => vote.id === voteId)?.itemId;
						expect(id === 'guest' ? ['item-3', 'item-4'] : ['item-4']).not.toContain(about);
					}
					if (event.type === 'ballot-cast') expect(event.choice).toBeNull();
					if (event.type === 'vote-closed') expect(event.result).toBeNull();
				}
			}
			expect(JSON.stringify(redactState(whole, 'delegate-2'))).not.toContain(chosenWord);
			for (const { id } of outsiders) {
				const told = redactState(whole, id);
				const text = JSON.stringify(told);
				expect(text).not.toContain(closedWord);
				if (id === 'guest') expect(text).not.toMatch(restricted);
				for (const { phase, ballots, result } of told.votes)
					if (phase !== 'published') expect([ballots, result]).toEqual([{}, null]);
			}
		}),
		always,
	);
	expect(keptFromGuests).toBeGreaterThan(100);
});

/** `withheld` is told to readers, never recorded; `plan-revised` stands in old journals alone. */
const everyKind: { readonly [T in Exclude<MeetingEvent['type'], 'withheld' | 'plan-revised'>]: true } = {
	'meeting-opened': true,
	'plan-changed': true,
	'meeting-started': true,
	'meeting-paused': true,
	'meeting-resumed': true,
	'meeting-ended': true,
	island: true,
	'device-connected': true,
	'device-disconnected': true,
	'sound-taken': true,
	'seat-left': true,
	'seat-taken': true,
	'presence-marked': true,
	'item-started': true,
	'item-ended': true,
	'item-skipped': true,
	'floor-requested': true,
	'floor-withdrawn': true,
	'floor-granted': true,
	'floor-ended': true,
	'floor-limit-set': true,
	'floor-time-reached': true,
	'stage-directed': true,
	'stage-mode-set': true,
	'stage-places-set': true,
	'stage-cued': true,
	'poll-started': true,
	'poll-advanced': true,
	'poll-stopped': true,
	'address-begun': true,
	'address-ended': true,
	'content-shared': true,
	'content-ended': true,
	'document-presented': true,
	'page-turned': true,
	'presenting-ended': true,
	'presenting-asked': true,
	'presenting-ask-ended': true,
	'vote-opened': true,
	'ballot-cast': true,
	'vote-closed': true,
	'vote-published': true,
	'vote-cancelled': true,
	'note-written': true,
	'note-removed': true,
};

test('the sequences come to every kind of event, to both kinds of vote closed with ballots, and past the end', () => {
	const reached = new Set<string>();
	for (const sequence of fc.sample(steps, always)) {
		const { journal, state } = run(sequence);
		for (const { event } of journal) reached.add(event.type);
		for (const vote of state.votes)
			if (vote.result && vote.result.returned > 1) reached.add(vote.secret ? 'counted-secretly' : 'counted-by-name');
		const end = journal.findIndex(({ event }) => event.type === 'meeting-ended');
		if (end >= 0 && end < journal.length - 1) reached.add('past-the-end');
	}
	const wanted = [...Object.keys(everyKind), 'counted-secretly', 'counted-by-name', 'past-the-end'];
	expect([...reached].sort()).toEqual(wanted.sort());
});

test('a meeting in which nothing happened is the one before', () => {
	expect(replay([])).toBe(meetingBefore);
});
