import { presenceOf } from '#meeting/presences.ts';
import { replay } from '#meeting/state.ts';
import { nineOClock, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';
import {
	at,
	connects,
	day,
	drops,
	ends,
	marks,
	morning,
	pauses,
	play,
	resumes,
	starts,
	toldOf,
	type Script,
} from './attendance-script.ts';

const who = 'delegate-1';
const seated = 'delegate-3';

test.each<[what: string, script: Script, told: string]>([
	['never came', morning(), 'absent'],
	['there from before the opening until after the end', morning([-10, connects(who)], [181, drops(who)]), 'throughout'],
	['still there when it ended', morning([-10, connects(who)]), 'throughout'],
	['came half a minute late', morning([0.5, connects(who)]), 'throughout'],
	['came late', morning([30, connects(who)]), 'from 30'],
	['left early', morning([-10, connects(who)], [120, drops(who)]), 'left 120'],
	['looked in before the opening and never came', morning([-10, connects(who)], [-5, drops(who)]), 'absent'],
	[
		'looked in before the opening and came at 9:30',
		morning([-10, connects(who)], [-5, drops(who)], [30, connects(who)]),
		'from 30',
	],
	[
		'looked in over the opening and came at 9:30',
		morning([-0.5, connects(who)], [0.4, drops(who)], [30, connects(who)]),
		'from 30',
	],
	[
		'looked in again and again before they came',
		morning([5, connects(who)], [5.4, drops(who)], [12, connects(who)], [12.3, drops(who)], [30, connects(who)]),
		'from 30',
	],
	['only looked in', morning([20, connects(who)], [20.4, drops(who)]), 'absent'],
	['came for the last half minute', morning([179.5, connects(who)]), 'from 179.5'],
	['a cut of 20 s', morning([-10, connects(who)], [60, drops(who)], [60 + 20 / 60, connects(who)]), 'throughout'],
	['away for a minute', morning([-10, connects(who)], [60, drops(who)], [61, connects(who)]), 'throughout'],
	['away in the middle', morning([-10, connects(who)], [60, drops(who)], [75, connects(who)]), 'away 60–75'],
	[
		'away twice, came late and left early',
		morning(
			[10, connects(who)],
			[20, drops(who)],
			[30, connects(who)],
			[40, drops(who)],
			[50, connects(who)],
			[60, drops(who)],
		),
		'from 10, away 20–30, away 40–50, left 60',
	],
	[
		'two devices: there while one of them is',
		morning(
			[-10, connects(who)],
			[30, connects(who, 'phone')],
			[40, drops(who)],
			[90, connects(who)],
			[100, drops(who, 'phone')],
		),
		'throughout',
	],
	[
		'two devices: away when neither is there',
		morning(
			[-10, connects(who)],
			[30, connects(who, 'phone')],
			[40, drops(who)],
			[50, drops(who, 'phone')],
			[70, connects(who)],
		),
		'away 50–70',
	],
	[
		'a device that is left on: gone, as the secretary says',
		morning([-10, connects(who)], [60, marks(who, 'left', 50)]),
		'left 50',
	],
	[
		'a device that is left on and cut for 20 s brings nobody back',
		morning([-10, connects(who)], [60, marks(who, 'left')], [70, drops(who)], [70.3, connects(who)]),
		'left 60',
	],
	[
		'back with their device after having been said to be gone',
		morning([-10, connects(who)], [60, marks(who, 'left')], [61, drops(who)], [90, connects(who)]),
		'away 60–90',
	],
	[
		'the clock steps back: the journal stands still, and nobody is there for less than no time',
		morning([-10, connects(who)], [30, drops(who)], [30, connects(who)], [30, drops(who)], [45, connects(who)]),
		'away 30–45',
	],
	[
		'the clock steps ahead by a day',
		[
			[-10, connects(who)],
			[0, starts],
			[2, drops(who)],
			[day, connects(who)],
			[day + 5, ends],
		],
		'away 2–1440',
	],
	[
		'left in a pause and was back before its end',
		morning([-10, connects(who)], [60, pauses], [62, drops(who)], [88, connects(who)], [90, resumes]),
		'throughout',
	],
	[
		'left before a pause and came back in it',
		morning([-10, connects(who)], [50, drops(who)], [60, pauses], [88, connects(who)], [90, resumes]),
		'away 50–60',
	],
	[
		'left in a pause and came back late',
		morning([-10, connects(who)], [60, pauses], [62, drops(who)], [90, resumes], [100, connects(who)]),
		'away 90–100',
	],
	[
		'adjourned over a night, with all devices off',
		[
			[-10, connects(who)],
			[0, starts],
			[90, pauses],
			[92, drops(who)],
			[day - 10, connects(who)],
			[day, resumes],
			[day + 60, ends],
		],
		'throughout',
	],
	[
		'not there on the second day',
		[
			[-10, connects(who)],
			[0, starts],
			[90, pauses],
			[92, drops(who)],
			[day, resumes],
			[day + 60, ends],
		],
		'left 92',
	],
	[
		'over midnight without a pause',
		[
			[-10, connects(who)],
			[0, starts],
			[14 * 60, drops(who)],
			[16 * 60, connects(who)],
			[17 * 60, ends],
		],
		'away 840–960',
	],
])('%s', (_what, script, told) => {
	expect(toldOf(play(script), who)).toBe(told);
});

test('what cannot be is refused: another time than the meeting’s, who was not there then, a room, a stranger', () => {
	const meeting = play([
		[0, starts],
		[60, connects(who)],
		[70, marks(seated, 'here')],
	]);
	const mark = (...given: Parameters<typeof marks>) => marks(...given)(meeting);
	expect(mark(who, 'came', -1)).toBe('not-in-meeting-time');
	expect(mark(who, 'left', 71)).toBe('not-in-meeting-time');
	expect(mark(who, 'left', 30)).toBe('not-present-then');
	expect(mark('site', 'here')).toBe('no-such-participant');
	expect(mark('stranger', 'here')).toBe('no-such-participant');
	expect(mark(seated, 'here'), 'said twice').toEqual([]);
	expect(play([]).give('secretary', 'mark-presence', { participantId: who, as: 'here', since: nineOClock })).toEqual([
		'presence-marked',
	]);
	expect(ScriptedMeeting.open().give('chair', 'mark-presence', { participantId: who, as: 'here', since: 1 })).toBe(
		'not-in-meeting-time',
	);
	meeting.now = at(90);
	meeting.give('chair', 'end-meeting', {});
	meeting.now = at(120);
	expect(mark(who, 'left', 100)).toBe('not-in-meeting-time');
});

test('a server that starts anew in between is nobody’s absence; who does not come back is gone from when that was known', () => {
	const script = play([
		[-5, connects(who)],
		[-5, connects('delegate-2')],
		[0, starts],
	]);
	const meeting = ScriptedMeeting.planned();
	meeting.state = replay(script.journal);
	// Half an hour later another process folds the journal; one of the devices is back within 15 s, as it was.
	meeting.now = at(30);
	expect(connects(who)(meeting)).toEqual([]);
	meeting.now = at(30.25);
	drops('delegate-2')(meeting);
	meeting.now = at(60);
	ends(meeting);
	expect(toldOf(meeting, who)).toBe('throughout');
	expect(toldOf(meeting, 'delegate-2')).toBe('left 30.25');
});

test('who voted or spoke was there, however short', () => {
	const meeting = play([
		[-5, connects('chair')],
		[0, starts],
		[20, connects(who)],
		[20, connects('delegate-2')],
	]);
	meeting.give('chair', 'open-vote', { voteId: 'v', itemId: null, title: 'Thông qua', secret: true });
	meeting.give(who, 'cast-ballot', { voteId: 'v', choice: 'for' });
	meeting.now = at(20.5);
	drops(who)(meeting);
	drops('delegate-2')(meeting);
	meeting.give('chair', 'close-vote', { voteId: 'v' });
	meeting.now = at(60);
	ends(meeting);
	expect(toldOf(meeting, who)).toBe('throughout');
	expect(toldOf(meeting, 'delegate-2')).toBe('absent');
});

test('a link that is cut a hundred times for 20 s is one stretch, told to everybody as one; the journal has each', () => {
	const meeting = play([
		[0, connects(who)],
		[0, starts],
	]);
	for (let cut = 1; cut <= 100; cut += 1) {
		meeting.now = at(cut);
		drops(who)(meeting);
		meeting.now = at(cut + 20 / 60);
		connects(who)(meeting);
	}
	expect(presenceOf(meeting.state.attendance.came, who)?.stretches).toEqual([{ from: at(0), to: null, how: 'device' }]);
	expect(meeting.journal.filter(({ event }) => event.type === 'device-disconnected')).toHaveLength(100);
});
