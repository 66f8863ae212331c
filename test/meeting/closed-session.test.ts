import { outsideOf, waitsOutside } from '#meeting/closed-session.ts';
import { isOneOfNow } from '#meeting/holder.ts';
import { onAir } from '#meeting/sound.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const outside = ({ state }: ScriptedMeeting) =>
	(state.plan?.participants ?? []).map(({ id }) => id).filter(outsideOf(state));

const start = (meeting: ScriptedMeeting, itemId: string) => meeting.give('chair', 'start-item', { itemId });

test('while a closed item is dealt with, who may not see it waits outside, and comes back when it ends', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	expect(outside(meeting)).toEqual([]);
	start(meeting, 'item-3');
	expect(outside(meeting), 'a restricted item keeps back papers, and nobody').toEqual([]);
	start(meeting, 'item-4');
	expect(outside(meeting)).toEqual(['guest']);
	meeting.give('chair', 'end-item', { itemId: 'item-4' });
	expect(outside(meeting)).toEqual([]);
});

test('a room is in while a member sits in it, and not for others', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	start(meeting, 'item-4');
	expect(waitsOutside(meeting.state, 'site'), 'a member sits there').toBe(false);
	meeting.give('delegate-3', 'leave-seat', {});
	expect(waitsOutside(meeting.state, 'site'), 'and is elsewhere').toBe(true);
	const byGuests = planWithClosed({ participants: { guest: { siteId: 'site' }, 'delegate-3': { siteId: null } } });
	const other = ScriptedMeeting.live(byGuests);
	start(other, 'item-4');
	expect(outside(other)).toEqual(['guest', 'site']);
});

test('the presenter of a closed item comes in for it', () => {
	const plan = planWithClosed();
	const agenda = plan.agenda.map((item) => (item.id === 'item-4' ? { ...item, presenterId: 'guest' } : item));
	const meeting = ScriptedMeeting.live({ ...plan, agenda });
	start(meeting, 'item-4');
	expect(outside(meeting)).toEqual([]);
});

test('a revision that closes the item that runs sends outside at once; one that drops it ends it', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	start(meeting, 'item-1');
	const plan = planWithClosed();
	const closed = plan.agenda.map((item) => (item.id === 'item-1' ? { ...item, access: 'closed' as const } : item));
	meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null });
	expect(meeting.system('revise-plan', { plan: { ...plan, agenda: closed } })).toEqual(['floor-ended', 'plan-changed']);
	expect(outside(meeting)).toEqual(['guest']);
	meeting.system('revise-plan', { plan: { ...plan, agenda: plan.agenda.slice(1) } });
	expect(meeting.state.agenda.runningId).toBeNull();
	expect(outside(meeting)).toEqual([]);
});

test('who is sent outside lets go of floor, stage, screen and paper, and is on air no more', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null });
	meeting.give('guest', 'share-content', {});
	meeting.give('guest', 'present-document', { versionId: 'version-1', page: 1 });
	meeting.give('operator', 'direct-stage', { participantId: 'guest' });
	expect(onAir(meeting.state, stageOf(meeting.state))).toContain('device-of-guest');
	expect(start(meeting, 'item-4')).toEqual([
		'floor-ended',
		'stage-directed',
		'content-ended',
		'presenting-ended',
		'item-started',
	]);
	expect(onAir(meeting.state, stageOf(meeting.state))).toEqual(['device-of-chair']);
	expect(stageOf(meeting.state).main).toBe('chair');
});

test('who waits outside is neither called nor heard, and asks for nothing', () => {
	const meeting = ScriptedMeeting.live(planWithClosed());
	meeting.give('operator', 'cue-stage', { participantIds: ['guest'] });
	meeting.give('guest', 'request-floor', {});
	start(meeting, 'item-4');
	expect(meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null })).toBe(
		'not-at-closed-item',
	);
	expect(meeting.give('operator', 'direct-stage', { participantId: 'guest' })).toBe('not-at-closed-item');
	meeting.give('guest', 'withdraw-floor', {});
	expect(meeting.give('guest', 'request-floor', {})).toBe('waits-outside');
	meeting.give('operator', 'set-stage-mode', { mode: 'voice' });
	const { main, secondary, audio, cued } = stageOf(meeting.state, ['guest', 'delegate-1']);
	expect([main, ...secondary, ...audio, ...cued]).not.toContain('guest');
	expect(audio).toEqual(['delegate-1']);
});

test('who presents a closed item is asked of a state whose parts are read and not held, too, as a browser has it', () => {
	const plan = planWithClosed();
	const agenda = plan.agenda.map((item) => (item.id === 'item-4' ? { ...item, presenterId: 'site' } : item));
	const meeting = ScriptedMeeting.live({ ...plan, agenda });
	start(meeting, 'item-4');
	const observed = Object.create(meeting.state) as typeof meeting.state;
	const site = meeting.state.plan?.participants.find(({ id }) => id === 'site');
	expect(isOneOfNow(observed, 'site', site, ['rapporteur'])).toBe(true);
});
