import type { RefusalCode } from '#meeting/refusal.ts';
import { planWith, ScriptedMeeting, type Answer } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

const speaking = (by = 'delegate-1') => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'grant-floor', { participantId: by, limitSeconds: null });
	return meeting;
};

const running = (itemId = 'item-1') => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'start-item', { itemId });
	return meeting;
};

const paused = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'pause-meeting', {});
	return meeting;
};

const ended = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'end-meeting', {});
	return meeting;
};

const voteInput = { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false };

/** After a vote that went as far as `phase`. */
const voted = (phase: 'open' | 'closed' | 'published' | 'cancelled') => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'open-vote', voteInput);
	if (phase === 'cancelled') meeting.give('chair', 'cancel-vote', { voteId: 'vote', reason: 'Nhầm nội dung' });
	if (phase === 'closed' || phase === 'published') meeting.give('chair', 'close-vote', { voteId: 'vote' });
	if (phase === 'published') meeting.give('chair', 'publish-vote', { voteId: 'vote' });
	return meeting;
};

const presenting = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'present-document', { versionId: 'version-1', page: 2 });
	return meeting;
};

const note = { noteId: 'note', kind: 'gist', itemId: null, speakerId: null, text: 'Đồng ý' } as const;
const open = () => ScriptedMeeting.open();
const live = () => ScriptedMeeting.live();

type Row = readonly [
	code: RefusalCode,
	when: string,
	meeting: () => ScriptedMeeting,
	ask: (m: ScriptedMeeting) => Answer,
];

const lifecycle: readonly Row[] = [
	['meeting-not-live', 'pausing before the start', open, (m) => m.give('chair', 'pause-meeting', {})],
	['meeting-not-live', 'ending before the start', open, (m) => m.give('chair', 'end-meeting', {})],
	['meeting-not-paused', 'resuming what runs', live, (m) => m.give('chair', 'resume-meeting', {})],
	['meeting-already-started', 'starting twice', live, (m) => m.give('chair', 'start-meeting', {})],
	['meeting-already-started', 'starting what is paused', paused, (m) => m.give('chair', 'start-meeting', {})],
	['vote-still-open', 'ending with an open vote', () => voted('open'), (m) => m.give('chair', 'end-meeting', {})],
	['meeting-ended', 'ending twice', ended, (m) => m.give('chair', 'end-meeting', {})],
	['meeting-ended', 'starting anew', ended, (m) => m.give('chair', 'start-meeting', {})],
	['meeting-ended', 'a plan revised after the end', ended, (m) => m.system('revise-plan', { plan: planWith() })],
	[
		'meeting-not-open',
		'a plan revised before the doors open',
		() => ScriptedMeeting.planned(),
		(m) => m.system('revise-plan', { plan: planWith() }),
	],
	[
		'not-invited',
		'a command before the doors open',
		() => ScriptedMeeting.planned(),
		(m) => m.give('chair', 'start-meeting', {}),
	],
	['not-invited', 'the link of a stranger', open, (m) => m.connect('stranger')],
];

const agenda: readonly Row[] = [
	[
		'meeting-not-live',
		'starting an item before the start',
		open,
		(m) => m.give('chair', 'start-item', { itemId: 'item-1' }),
	],
	[
		'meeting-not-live',
		'starting an item in a pause',
		paused,
		(m) => m.give('chair', 'start-item', { itemId: 'item-1' }),
	],
	['no-such-item', 'starting an unknown item', live, (m) => m.give('chair', 'start-item', { itemId: 'item-9' })],
	['no-such-item', 'ending an unknown item', live, (m) => m.give('chair', 'end-item', { itemId: 'item-9' })],
	['no-such-item', 'skipping an unknown item', live, (m) => m.give('chair', 'skip-item', { itemId: 'item-9' })],
	['item-already-running', 'starting what runs', running, (m) => m.give('chair', 'start-item', { itemId: 'item-1' })],
	['item-already-running', 'skipping what runs', running, (m) => m.give('chair', 'skip-item', { itemId: 'item-1' })],
	['item-not-running', 'ending another item', running, (m) => m.give('chair', 'end-item', { itemId: 'item-2' })],
	[
		'item-already-done',
		'skipping what is done',
		() => {
			const meeting = running();
			meeting.give('chair', 'end-item', { itemId: 'item-1' });
			return meeting;
		},
		(m) => m.give('chair', 'skip-item', { itemId: 'item-1' }),
	],
];

const granted = (participantId: string) => ({ participantId, limitSeconds: null });
const grant = (m: ScriptedMeeting, participantId: string) => m.give('chair', 'grant-floor', granted(participantId));
const after = (meeting: ScriptedMeeting, deed: (m: ScriptedMeeting) => Answer) => {
	deed(meeting);
	return meeting;
};
/** of the first request ever made */
const requestSeq = (m: ScriptedMeeting) => m.journal.find(({ event }) => event.type === 'floor-requested')?.seq ?? 0;

const queued = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('delegate-1', 'request-floor', {});
	return meeting;
};

const floor: readonly Row[] = [
	['meeting-not-live', 'asking before the start', open, (m) => m.give('guest', 'request-floor', {})],
	['meeting-not-live', 'granting in a pause', paused, (m) => grant(m, 'guest')],
	['meeting-ended', 'asking after the end', ended, (m) => m.give('guest', 'request-floor', {})],
	['already-queued', 'asking twice', queued, (m) => m.give('delegate-1', 'request-floor', {})],
	['already-has-floor', 'asking while speaking', speaking, (m) => m.give('delegate-1', 'request-floor', {})],
	['already-has-floor', 'granting to who speaks', speaking, (m) => grant(m, 'delegate-1')],
	[
		'request-gone',
		'granting a request that was withdrawn meanwhile',
		() => after(queued(), (m) => m.give('delegate-1', 'withdraw-floor', {})),
		(m) => m.give('chair', 'grant-floor', { ...granted('delegate-1'), answers: requestSeq(m) }),
	],
	[
		'request-gone',
		'turning down a request that was granted meanwhile',
		() => after(queued(), (m) => grant(m, 'delegate-1')),
		(m) => m.give('chair', 'revoke-floor', { participantId: 'delegate-1', answers: requestSeq(m) }),
	],
	['no-such-participant', 'granting to a stranger', live, (m) => grant(m, 'stranger')],
	['not-queued', 'withdrawing without having asked', queued, (m) => m.give('delegate-2', 'withdraw-floor', {})],
	['not-holding-floor', 'yielding what another holds', speaking, (m) => m.give('delegate-2', 'yield-floor', {})],
	[
		'not-holding-floor',
		'revoking from who is silent',
		live,
		(m) => m.give('chair', 'revoke-floor', { participantId: 'guest' }),
	],
	[
		'not-holding-floor',
		'a limit while nobody speaks',
		live,
		(m) => m.give('chair', 'set-floor-limit', { limitSeconds: 60 }),
	],
];

const lecture = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'set-stage-mode', { mode: 'lecture' });
	return meeting;
};
const poll = (m: ScriptedMeeting, ...participantIds: string[]) =>
	m.give('operator', 'start-poll', { participantIds, seconds: 10 });

const turnTo = (m: ScriptedMeeting, page: number) => m.give('chair', 'turn-page', { versionId: 'version-1', page });
const present = (m: ScriptedMeeting, versionId: string, page: number) =>
	m.give('chair', 'present-document', { versionId, page });

const shown: readonly Row[] = [
	['meeting-not-live', 'sharing before the start', open, (m) => m.give('chair', 'share-content', {})],
	[
		'meeting-ended',
		'directing the stage after the end',
		ended,
		(m) => m.give('chair', 'direct-stage', { participantId: null }),
	],
	[
		'no-such-participant',
		'a stranger on the stage',
		open,
		(m) => m.give('chair', 'direct-stage', { participantId: 'stranger' }),
	],
	[
		'stage-follows-lecture',
		'somebody on the stage of a lecture',
		lecture,
		(m) => m.give('chair', 'direct-stage', { participantId: 'guest' }),
	],
	['stage-follows-lecture', 'a poll in a lecture', lecture, (m) => poll(m, 'guest')],
	['no-such-participant', 'a stranger in a poll', live, (m) => poll(m, 'guest', 'stranger')],
	['no-poll', 'ending no poll', live, (m) => m.give('chair', 'stop-poll', {})],
	[
		'no-such-participant',
		'a stranger kept ready',
		live,
		(m) => m.give('chair', 'cue-stage', { participantIds: ['stranger'] }),
	],
	[
		'too-large-for-voice',
		'the voice in a large meeting',
		() => ScriptedMeeting.live(planWith({ delegates: 51 })),
		(m) => m.give('chair', 'set-stage-mode', { mode: 'voice' }),
	],
	['no-content', 'ending what nobody shares', live, (m) => m.give('chair', 'end-content', {})],
	['meeting-not-live', 'presenting in a pause', paused, (m) => present(m, 'version-1', 1)],
	['no-such-paper', 'presenting an unknown paper', live, (m) => present(m, 'version-9', 1)],
	['no-such-page', 'presenting beyond the last page', live, (m) => present(m, 'version-1', 4)],
	['no-such-page', 'turning beyond the last page', presenting, (m) => turnTo(m, 4)],
	['nothing-presented', 'turning no page', live, (m) => turnTo(m, 1)],
	[
		'nothing-presented',
		'a late turn of a paper that another one replaced',
		presenting,
		(m) => m.give('chair', 'turn-page', { versionId: 'version-2', page: 1 }),
	],
	['nothing-presented', 'ending no presentation', live, (m) => m.give('chair', 'end-presenting', {})],
];

const cast = (m: ScriptedMeeting, by: string, voteId = 'vote') => m.give(by, 'cast-ballot', { voteId, choice: 'for' });
const close = (m: ScriptedMeeting) => m.give('chair', 'close-vote', { voteId: 'vote' });
const publish = (m: ScriptedMeeting) => m.give('chair', 'publish-vote', { voteId: 'vote' });
const cancel = (m: ScriptedMeeting) => m.give('chair', 'cancel-vote', { voteId: 'vote', reason: 'Nhầm nội dung' });
const openVote = (m: ScriptedMeeting, other: { voteId?: string; itemId?: string; repeats?: string }) =>
	m.give('chair', 'open-vote', { ...voteInput, ...other });

const votes: readonly Row[] = [
	['meeting-not-live', 'opening before the start', open, (m) => openVote(m, {})],
	['meeting-not-live', 'opening in a pause', paused, (m) => openVote(m, {})],
	['vote-exists', 'an id used before', () => voted('cancelled'), (m) => openVote(m, {})],
	['another-vote-open', 'two at once', () => voted('open'), (m) => openVote(m, { voteId: 'other' })],
	['no-such-item', 'on an unknown item', live, (m) => openVote(m, { itemId: 'item-9' })],
	['no-such-vote', 'repeating an unknown vote', live, (m) => openVote(m, { repeats: 'other' })],
	[
		'no-such-vote',
		'repeating a vote that stands',
		() => voted('closed'),
		(m) => openVote(m, { voteId: 'b', repeats: 'vote' }),
	],
	[
		'nobody-entitled',
		'a body without members',
		() => {
			const plan = planWith();
			return ScriptedMeeting.live({ ...plan, body: plan.body && { ...plan.body, members: [] } });
		},
		(m) => openVote(m, {}),
	],
	['no-such-vote', 'casting in an unknown vote', live, (m) => cast(m, 'chair')],
	['no-such-vote', 'closing an unknown vote', live, close],
	['no-such-vote', 'publishing an unknown vote', live, publish],
	['no-such-vote', 'cancelling an unknown vote', live, cancel],
	['not-entitled', 'a guest casts', () => voted('open'), (m) => cast(m, 'guest')],
	['vote-not-open', 'casting after the close', () => voted('closed'), (m) => cast(m, 'chair')],
	['vote-not-open', 'casting after the cancelling', () => voted('cancelled'), (m) => cast(m, 'chair')],
	['vote-not-open', 'closing twice', () => voted('closed'), close],
	['vote-not-closed', 'publishing an open vote', () => voted('open'), publish],
	['vote-not-closed', 'publishing twice', () => voted('published'), publish],
	['vote-cancelled', 'cancelling twice', () => voted('cancelled'), cancel],
	['vote-published', 'cancelling what is published', () => voted('published'), cancel],
	[
		'meeting-not-live',
		'casting in a pause',
		() => {
			const meeting = voted('open');
			meeting.give('chair', 'pause-meeting', {});
			return meeting;
		},
		(m) => cast(m, 'chair'),
	],
];

const notes: readonly Row[] = [
	[
		'no-such-item',
		'a note on an unknown item',
		live,
		(m) => m.give('chair', 'write-note', { ...note, itemId: 'item-9' }),
	],
	[
		'no-such-participant',
		'the gist of what a stranger said',
		live,
		(m) => m.give('chair', 'write-note', { ...note, speakerId: 'stranger' }),
	],
	['no-such-note', 'removing an unknown note', live, (m) => m.give('chair', 'remove-note', { noteId: 'note' })],
];

describe.each([
	{ concern: 'the life cycle', rows: lifecycle },
	{ concern: 'the agenda', rows: agenda },
	{ concern: 'the floor', rows: floor },
	{ concern: 'what is shown', rows: shown },
	{ concern: 'votes', rows: votes },
	{ concern: 'notes', rows: notes },
])('$concern', ({ rows }) => {
	test.each(rows)('%s: %s', (code, _when, meetingOf, ask) => {
		const meeting = meetingOf();
		const { state } = meeting;
		const lines = meeting.journal.length;
		expect(ask(meeting)).toBe(code);
		expect(meeting.state).toBe(state);
		expect(meeting.journal).toHaveLength(lines);
	});
});

test('the queue and the notes are bounded', () => {
	const meeting = ScriptedMeeting.live(planWith({ delegates: 1001 }));
	for (let number = 1; number <= 1000; number++) meeting.give(`delegate-${number}`, 'request-floor', {});
	expect(meeting.give('delegate-1001', 'request-floor', {})).toBe('floor-queue-full');
	for (let number = 1; number <= 2000; number++)
		meeting.give('chair', 'write-note', { ...note, noteId: `n-${number}` });
	expect(meeting.give('chair', 'write-note', note)).toBe('too-many-notes');
	expect(meeting.give('chair', 'write-note', { ...note, noteId: 'n-7', text: 'Sửa' })).toEqual(['note-written']);
});
