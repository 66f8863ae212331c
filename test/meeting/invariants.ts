import { allPresences, presenceOf } from '#meeting/presences.ts';
import { seatOf } from '#meeting/attendance.ts';
import { waitsOutside } from '#meeting/closed-session.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { Recorded } from '#meeting/record.ts';
import { hears, soundOf } from '#meeting/sound.ts';
import { stageOf, type Stage } from '#meeting/stage/stage-of.ts';
import { stageBefore } from '#meeting/stage/state.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Choice, Tally, Vote } from '#meeting/vote/events.ts';
import { expect } from 'vitest';

const open = <T extends { readonly to: number | null }>(stretches: readonly T[]) =>
	stretches.filter((each) => each.to === null);

const hasNoDuplicates = (ids: readonly unknown[]) => new Set(ids).size === ids.length;

/** What holds in every state, however the meeting came to it. */
export function expectSound(state: MeetingState): void {
	const { lifecycle, agenda, floor, votes, attendance, presenting, presentingAsks, stage } = state;
	expect(hasNoDuplicates(floor.queue.map((each) => each.participantId))).toBe(true);
	if (floor.holder) {
		expect(floor.holder.to).toBeNull();
		expect(floor.queue.map((each) => each.participantId)).not.toContain(floor.holder.participantId);
	}
	expectOneAfterAnother([...floor.speeches, ...(floor.holder ? [floor.holder] : [])]);
	expectOneAfterAnother(lifecycle.pauses);
	expect(open(lifecycle.pauses)).toHaveLength(lifecycle.phase === 'paused' ? 1 : 0);

	const running = Object.entries(agenda.items).filter(([, item]) => item.outcome === 'running');
	expect(running.map(([id]) => id)).toEqual(agenda.runningId === null ? [] : [agenda.runningId]);
	for (const [id, item] of Object.entries(agenda.items)) {
		expectOneAfterAnother(item.runs);
		expect(open(item.runs)).toHaveLength(id === agenda.runningId ? 1 : 0);
	}

	expectNobodyGone(state);
	expect(hasNoDuplicates(presentingAsks.map((each) => each.participantId))).toBe(true);
	expect(presentingAsks.map((each) => each.participantId)).not.toContain(presenting?.participantId ?? null);

	expect(votes.filter((vote) => vote.phase === 'open').length).toBeLessThanOrEqual(1);
	expect(hasNoDuplicates(votes.map((vote) => vote.id))).toBe(true);
	for (const vote of votes) expectSoundVote(vote);
	expectSoundStretches(state);
	for (const [, { devices, lastLeftAt }] of allPresences(attendance.came)) {
		expect(hasNoDuplicates(devices)).toBe(true);
		if (devices.length > 0) expect(lastLeftAt).toBeNull();
	}

	const shown = stageOf(state);
	expect(shown.secondary.length).toBeLessThanOrEqual(stage.places);
	expect(hasNoDuplicates([shown.main, ...shown.secondary])).toBe(true);
	expect(hasNoDuplicates(shown.audio)).toBe(true);
	// A room that everybody who may be in has left keeps the floor, and is not heard.
	const heard = floor.holder && lifecycle.phase === 'live' && !waitsOutside(state, floor.holder.participantId);
	if (floor.holder && heard) expect(shown.audio).toContain(floor.holder.participantId);
	if (lifecycle.phase !== 'live') expectOnPurpose(state, shown);
	expectSoundAddresses(state);
	expectOneVoiceEach(state);
	if (lifecycle.phase === 'ended')
		expect({
			floor: [floor.holder, ...floor.queue],
			stage,
			presenting,
			presentingAsks,
			running: agenda.runningId,
		}).toEqual({
			floor: [null],
			stage: stageBefore,
			presenting: null,
			presentingAsks: [],
			running: null,
		});
}

/** By links, and by word, one stretch at most is open; a room is there by its terminal alone. */
function expectSoundStretches({ plan, attendance }: MeetingState): void {
	const wrong = allPresences(attendance.came).filter(([id, { devices, word, stretches: all }]) => {
		const byLink = all.filter(({ how }) => how === 'device' || how === 'terminal');
		const byWord = all.filter(({ how }) => how === 'list' || how === 'roll-call');
		const isConnected = devices.length > 0;
		return (
			open(byWord).length > 1 ||
			open(byLink).length > (isConnected ? 1 : 0) ||
			// Only a word keeps somebody away whose device is on.
			(isConnected && open(byLink).length === 0 && word === null) ||
			all.some(({ from, to }) => to !== null && to <= from) ||
			(getParticipant({ plan }, id)?.kind === 'site' && all.some(({ how }) => how !== 'terminal'))
		);
	});
	if (wrong.length > 0) expect(wrong).toEqual([]);
}

/** Nothing of the course points at people, papers and items that the plan does not have. */
function expectNobodyGone({ plan, floor, stage, presenting, presentingAsks, agenda, attendance, votes }: MeetingState) {
	const invited = new Set(plan?.participants.map(({ id }) => id));
	const shown = [...presentingAsks, ...(presenting ? [presenting] : [])];
	const named = [
		...[floor.holder, ...floor.queue, ...shown, stage.content].map((each) => each?.participantId),
		...[stage.directed, ...stage.cued, stage.poll?.shownId, ...(stage.poll?.participantIds ?? [])],
		...stage.addresses.map(({ participantId }) => participantId),
	];
	const papers = new Set(plan?.papers.map(({ documentId }) => documentId));
	// The hall sends them away once the vote that they stayed for is over.
	const voting = new Set(votes.flatMap(({ entitled }) => entitled.map(({ personId }) => personId)));
	const inside = allPresences(attendance.came).filter(([, { devices }]) => devices.length > 0);
	const gone = [
		...named.filter((id) => id != null && !invited.has(id)),
		...shown.filter(({ documentId }) => !papers.has(documentId)),
		...[agenda.runningId].filter((id) => id !== null && !plan?.agenda.some((item) => item.id === id)),
		...inside.filter(([id]) => !invited.has(id) && !voting.has(id)),
	];
	if (gone.length > 0) expect(gone).toEqual([]);
}

/** Before the start, in a pause and after the end nobody is on air whom nobody brought there by a deed of that phase. */
function expectOnPurpose({ stage }: MeetingState, shown: Stage): void {
	const brought = [stage.directed, stage.poll?.shownId, ...stage.addresses.map(({ participantId }) => participantId)];
	const { main, secondary, audio, contentDeviceId } = shown;
	const strays = [main, ...secondary, ...audio].filter((id) => id !== null && !brought.includes(id));
	expect([...strays, contentDeviceId]).toEqual([null]);
}

/** Who speaks to all sites has not left, does so once, and not as the chair of a meeting that runs. */
function expectSoundAddresses({ stage, attendance, lifecycle }: MeetingState): void {
	const { addresses } = stage;
	if (addresses.length === 0) return;
	const lost = addresses.filter(
		({ participantId, deviceId }) => !presenceOf(attendance.came, participantId)?.devices.includes(deviceId),
	);
	const chairs = lifecycle.phase === 'live' ? addresses.filter(({ as }) => as === 'chair') : [];
	expect([...lost, ...chairs]).toEqual([]);
	expect(hasNoDuplicates(addresses.map(({ participantId }) => participantId))).toBe(true);
}

/** In one room one device sounds at most, and so of all that somebody has; nobody hears themselves or their room. */
function expectOneVoiceEach(state: MeetingState): void {
	const rooms = allPresences(state.attendance.came).flatMap(([id, { devices }]) => {
		const sounding = devices.filter((device) => soundOf(state, id, device) === 'own');
		return sounding.flatMap(() => (getParticipant(state, id)?.kind === 'site' ? id : seatOf(state, id)) ?? []);
	});
	expect(hasNoDuplicates(rooms)).toBe(true);
	const wrong = allPresences(state.attendance.came).filter(([participantId, { devices }]) => {
		const terminals = presenceOf(state.attendance.came, seatOf(state, participantId) ?? '')?.devices ?? [];
		const sounding = devices.filter((device) => soundOf(state, participantId, device) === 'own');
		const most = terminals.length > 0 ? 0 : 1;
		return sounding.length > most || [...devices, ...terminals].some((device) => hears(state, participantId, device));
	});
	expect(wrong).toEqual([]);
}

function expectOneAfterAnother(stretches: readonly { readonly from: number; readonly to: number | null }[]): void {
	for (const [index, { from, to }] of stretches.entries()) {
		expect(to ?? from).toBeGreaterThanOrEqual(from);
		const next = stretches[index + 1];
		if (next) expect(next.from).toBeGreaterThanOrEqual(to ?? Infinity);
	}
}

function expectSoundVote(vote: Vote): void {
	const entitled = vote.entitled.map((each) => each.personId);
	expect(hasNoDuplicates(vote.voted)).toBe(true);
	expect(entitled).toEqual(expect.arrayContaining([...vote.voted]));
	// By id: neither the time nor the order of voting can be read from it.
	expect(vote.voted).toEqual([...vote.voted].sort());
	expect(Object.keys(vote.ballots).sort()).toEqual(vote.secret ? [] : vote.voted);
	expect(vote.seats).toBeGreaterThanOrEqual(entitled.length);
	if (vote.phase === 'open') expect(vote.result).toBeNull();
	if (vote.phase === 'closed' || vote.phase === 'published') expect(vote.result).not.toBeNull();
	if (!vote.result) return;
	const { result } = vote;
	expect(result.for + result.against + result.abstain).toBe(result.returned);
	expect(result.returned).toBe(vote.voted.length);
	expect(result.returned + result.notVoted).toBe(result.entitled);
	expect(result.present).toBeGreaterThanOrEqual(result.returned);
	expect(result.present).toBeLessThanOrEqual(result.entitled);
	expect(result.base).toBeGreaterThanOrEqual(result.for);
}

/** All of a vote that the close settles; publishing and cancelling only add what became of it. */
export const settled = ({ phase: _, cancelledBecause: __, ...rest }: Vote) => rest;

/** Recounts ballots apart from the core, from what voters chose: at most one of each, the last where it may change. */
export class BallotBook {
	readonly #chosen = new Map<string, Map<string, Choice>>();

	cast(vote: Vote, personId: string, choice: Choice): void {
		const ballots = this.#chosen.get(vote.id) ?? new Map<string, Choice>();
		if (ballots.has(personId)) expect(vote).toMatchObject({ secret: false, rule: { mayChangeBallot: true } });
		this.#chosen.set(vote.id, ballots.set(personId, choice));
	}

	tally(voteId: string): Tally {
		const ballots = [...(this.#chosen.get(voteId)?.values() ?? [])];
		const of = (choice: Choice) => ballots.filter((each) => each === choice).length;
		return { for: of('for'), against: of('against'), abstain: of('abstain') };
	}
}

/** The journal alone, read event by event, without the fold. */
export function expectSoundJournal(journal: readonly Recorded[]): void {
	expect(journal.map((each) => each.seq)).toEqual(journal.map((_, index) => index + 1));
	let holder: string | null = null;
	let hasEnded = false;
	for (const { event } of journal) {
		// Notes are completed, results published and links dropped after the end; nothing else happens then.
		if (hasEnded) expect(afterTheEnd).toContain(event.type);
		if (event.type === 'floor-granted') {
			expect(holder).toBeNull();
			holder = event.participantId;
		}
		if (event.type === 'floor-ended') {
			expect(event.participantId).toBe(holder);
			holder = null;
		}
		hasEnded ||= event.type === 'meeting-ended';
	}
}

const afterTheEnd = [
	'presence-marked',
	'note-written',
	'note-removed',
	'vote-published',
	'device-disconnected',
	// for whom papers are, and no more of it
	'plan-changed',
];
