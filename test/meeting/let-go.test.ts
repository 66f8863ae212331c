import { presenceOf } from '#meeting/presences.ts';
import type { Plan } from '#meeting/plan.ts';
import { evolve } from '#meeting/state.ts';
import { planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { beforeEach, expect, test } from 'vitest';

let meeting: ScriptedMeeting;
beforeEach(() => {
	meeting = ScriptedMeeting.live();
});

const without = (...ids: string[]): Plan => {
	const plan = planWith();
	return { ...plan, participants: plan.participants.filter(({ id }) => !ids.includes(id)) };
};
const revise = (plan: Plan) => meeting.system('revise-plan', { plan });

test('who is gone holds no floor, waits for none, and is on no stage', () => {
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	meeting.give('delegate-2', 'request-floor', {});
	meeting.give('delegate-3', 'request-floor', {});
	meeting.give('chair', 'cue-stage', { participantIds: ['delegate-1', 'delegate-3'] });
	meeting.give('chair', 'start-poll', { participantIds: ['delegate-1', 'delegate-2', 'delegate-3'], seconds: 10 });
	meeting.give('chair', 'direct-stage', { participantId: 'delegate-1' });
	meeting.give('delegate-1', 'share-content', {});
	revise(without('delegate-1', 'delegate-2'));
	const { floor, stage } = meeting.state;
	expect(floor).toMatchObject({ holder: null, queue: [{ participantId: 'delegate-3' }] });
	expect(floor.speeches).toMatchObject([{ participantId: 'delegate-1', to: meeting.now }]);
	expect(stage).toMatchObject({ directed: null, cued: ['delegate-3'], content: null });
	expect(stage.poll).toMatchObject({ participantIds: ['delegate-3'], shownId: 'delegate-3' });
	expect(presenceOf(meeting.state.attendance.came, 'delegate-1')?.devices).toEqual([]);
	expect(revise(without('delegate-1', 'delegate-2', 'delegate-3'))).toContain('poll-stopped');
});

test('who is not gone is polled on, from whoever is shown', () => {
	meeting.give('chair', 'start-poll', { participantIds: ['delegate-1', 'delegate-2', 'delegate-3'], seconds: 10 });
	meeting.now += 10_000;
	meeting.system('advance-poll', {});
	revise(without('delegate-3'));
	expect(meeting.state.stage.poll).toMatchObject({
		participantIds: ['delegate-1', 'delegate-2'],
		shownId: 'delegate-2',
	});
});

test('who has lost the role speaks to all sites no more', () => {
	meeting.give('operator', 'announce', {});
	revise(planWith({ participants: { operator: { roles: ['delegate'] } } }));
	expect(meeting.journal.at(-2)?.event).toEqual({ type: 'address-ended', participantId: 'operator' });
	expect(meeting.state.stage.addresses).toEqual([]);
});

test('papers that are gone are shown and asked for no more, and an item that is gone does not run', () => {
	meeting.give('chair', 'start-item', { itemId: 'item-2' });
	meeting.give('chair', 'present-document', { versionId: 'version-1', page: 1 });
	meeting.give('delegate-1', 'present-document', { versionId: 'version-2', page: 1 });
	expect(meeting.state.presentingAsks).toHaveLength(1);
	const plan = planWith();
	revise({ ...plan, agenda: plan.agenda.slice(0, 1), papers: [] });
	expect(meeting.state).toMatchObject({ presenting: null, presentingAsks: [] });
	expect(meeting.state.agenda).toMatchObject({ runningId: null, items: { 'item-2': { outcome: 'done' } } });
});

test('a revision is written as its difference, and one without any not at all', () => {
	const plan = planWith();
	const changed = { ...plan, title: 'Phiên họp bất thường' };
	expect(revise(changed)).toEqual(['plan-changed']);
	expect(meeting.journal.at(-1)?.event).toEqual({
		type: 'plan-changed',
		difference: { title: 'Phiên họp bất thường' },
	});
	expect(meeting.state.plan).toEqual(changed);
	expect(revise(changed)).toEqual([]);
});

test('who is left out during an open vote stays for it and casts the ballot, and nothing else', () => {
	meeting.give('chair', 'open-vote', { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false });
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	meeting.give('delegate-1', 'share-content', {});
	revise(without('delegate-1'));
	expect(presenceOf(meeting.state.attendance.came, 'delegate-1')?.devices).toEqual(['device-of-delegate-1']);
	expect(meeting.state).toMatchObject({ floor: { holder: null }, stage: { content: null } });
	expect(meeting.give('delegate-1', 'request-floor', {})).toBe('not-invited');
	meeting.disconnect('delegate-1');
	expect(meeting.connect('delegate-1')).toEqual(['device-connected']);
	expect(meeting.give('delegate-1', 'cast-ballot', { voteId: 'vote', choice: 'for' })).toEqual(['ballot-cast']);
	meeting.give('chair', 'close-vote', { voteId: 'vote' });
	expect(meeting.state.votes[0]?.result).toMatchObject({ returned: 1, entitled: 4 });
	expect(meeting.give('delegate-1', 'cast-ballot', { voteId: 'vote', choice: 'for' })).toBe('not-invited');
	meeting.disconnect('delegate-1');
	expect(meeting.connect('delegate-1')).toBe('not-invited');
});

test('a revision of an old journal, with all of its plan, folds as it did', () => {
	const plan = without('delegate-3');
	const old = {
		seq: meeting.state.seq + 1,
		at: meeting.now,
		by: 'system',
		event: { type: 'plan-revised', plan },
	} as const;
	const state = evolve(meeting.state, old);
	expect(state.plan).toEqual(plan);
	expect(state.formerParticipants.map(({ id }) => id)).toEqual(['delegate-3']);
});
