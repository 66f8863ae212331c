import { presencesOf } from '#test/support/presences.ts';
import { allPresences, presenceOf } from '#meeting/presences.ts';
import { isPresent, isReachable, presentIn, type Presence } from '#meeting/attendance.ts';
import { listAttendance, totalsOf } from '#meeting/attendance-list.ts';
import { wallEntries } from '#meeting/wall.ts';
import { planWith } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';
import { at, connects, drops, marks, morning, play, starts, toldOf, type Script } from './attendance-script.ts';

/** sits in `site` */
const seated = 'delegate-3';

describe('who sits in a room', () => {
	const room = (...deeds: Script) => morning([-20, connects('site')], ...deeds);

	test.each<[what: string, script: Script, told: string]>([
		['is not there by the terminal', room(), 'absent'],
		['is there by a device of their own', room([-5, connects(seated)]), 'throughout'],
		['ticked before the opening', room([-5, marks(seated, 'here')]), 'throughout'],
		['ticked late as there since the opening', room([20, marks(seated, 'here', 0)]), 'throughout'],
		['ticked late as of then', room([20, marks(seated, 'here')]), 'from 20'],
		[
			'ticked, and said to have come later',
			room([20, marks(seated, 'here', 0)], [25, marks(seated, 'came', 15)]),
			'from 15',
		],
		['came at, left at', room([20, marks(seated, 'came', 10)], [90, marks(seated, 'left', 80)]), 'from 10, left 80'],
		['ticked by mistake, then unticked', room([20, marks(seated, 'here', 0)], [30, marks(seated, 'absent')]), 'absent'],
		[
			'left and came again',
			room([-5, marks(seated, 'here')], [30, marks(seated, 'left')], [60, marks(seated, 'here')]),
			'away 30–60',
		],
		[
			'ticked, and a device that comes and goes adds nothing and takes nothing away',
			room([-5, marks(seated, 'here')], [30, connects(seated)], [60, drops(seated)]),
			'throughout',
		],
		[
			'ticked as there since the opening, whose tablet went dark: they sat there',
			room([-5, connects(seated)], [30, drops(seated)], [60, marks(seated, 'here', 0)]),
			'throughout',
		],
		[
			'ticked as of now, whose tablet went dark',
			room([-5, connects(seated)], [30, drops(seated)], [60, marks(seated, 'here')]),
			'away 30–60',
		],
		['came earlier than their device', room([30, connects(seated)], [60, marks(seated, 'came', 10)]), 'from 10'],
		['ticked after the end, for the minutes', [...room(), [200, marks(seated, 'here', 0)]], 'throughout'],
		[
			'whom a revised plan leaves out is there no longer',
			room(
				[-5, marks(seated, 'here')],
				[30, (m) => m.system('revise-plan', { plan: planWith({ delegates: 2 }) })],
				[60, (m) => m.system('revise-plan', { plan: planWith() })],
			),
			'left 30',
		],
		[
			'who says that they sit elsewhere is there by their device alone',
			room(
				[-5, marks(seated, 'here')],
				[10, connects(seated)],
				[20, (m) => m.give(seated, 'leave-seat', {})],
				[60, drops(seated)],
			),
			'left 60',
		],
	])('%s', (_what, script, told) => {
		expect(toldOf(play(script), seated)).toBe(told);
	});

	test('counts for the quorum when they themselves are known to be there, and not by the terminal', () => {
		const quorum = { base: 'all', fraction: { numerator: 1, denominator: 1 } } as const;
		const ruleSet = { ...planWith().body!.ruleSet, quorum };
		const others = ['chair', 'delegate-1', 'delegate-2'].map((id) => [-5, connects(id)] as const);
		const meeting = play([...others, [-5, connects('site')], [0, starts]], planWith({ ruleSet }));
		const opens = () =>
			meeting.give('chair', 'open-vote', { voteId: 'v', itemId: null, title: 'Thông qua', secret: false });
		expect(isReachable(meeting.state, seated)).toBe(true);
		expect(isPresent(meeting.state, seated)).toBe(false);
		expect(opens()).toBe('no-quorum');
		marks(seated, 'here')(meeting);
		marks(seated, 'absent')(meeting);
		expect(opens()).toBe('no-quorum');
		marks(seated, 'here')(meeting);
		expect(opens()).toEqual(['vote-opened']);
		expect(meeting.give('chair', 'close-vote', { voteId: 'v' })).toEqual(['vote-closed']);
		expect(meeting.state.votes[0]?.result).toMatchObject({ entitled: 4, present: 4 });
	});

	test('is marked by the roll call while their room is polled, by the list otherwise; the journal says by whom and when', () => {
		const meeting = play([
			[-20, connects('site')],
			[0, starts],
			[1, marks('delegate-2', 'here')],
		]);
		meeting.give('operator', 'start-poll', { participantIds: ['site'], seconds: 10 });
		meeting.now = at(5);
		marks(seated, 'here', 0)(meeting);
		const { came } = meeting.state.attendance;
		expect(['delegate-2', seated].map((id) => presenceOf(came, id)?.stretches[0]?.how)).toEqual(['list', 'roll-call']);
		expect(meeting.journal.at(-1)).toMatchObject({
			at: at(5),
			by: 'secretary',
			event: { type: 'presence-marked', participantId: seated, as: 'here', since: at(0), how: 'roll-call' },
		});
	});
});

describe('a room', () => {
	test.each<[what: string, script: Script, told: string]>([
		[
			'came late and was cut off',
			morning([10, connects('site')], [60, drops('site')], [70, connects('site')]),
			'from 10, away 60–70',
		],
		['is there through the tablet of somebody who sits in it', morning([-5, connects(seated)]), 'throughout'],
		[
			'is there through its terminal, then through a tablet',
			morning([-5, connects('site')], [60, connects(seated)], [61, drops('site')]),
			'throughout',
		],
		['is not there by the secretary’s list', morning([-5, marks(seated, 'here')]), 'absent'],
		[
			'is not there through somebody who sits elsewhere',
			morning([-5, connects(seated)], [-4, (m) => m.give(seated, 'leave-seat', {})]),
			'absent',
		],
	])('%s', (_what, script, told) => {
		expect(toldOf(play(script), 'site')).toBe(told);
	});

	test('is counted with all others in one reading of an observed state: a page reads hundreds of them at each who comes', () => {
		const { plan, attendance } = play([[0, connects(seated)]]).state;
		const reads: string[] = [];
		const observed = new Proxy(
			{ plan, attendance },
			{ get: (of, name) => (reads.push(String(name)), Reflect.get(of, name)) },
		);
		expect([...presentIn(observed)]).toEqual([seated, 'site']);
		expect(reads).toEqual(['plan', 'attendance']);
	});

	test('is counted anew with who comes, goes or is marked, and nobody else is looked at', () => {
		const inRoom = 'delegate-200';
		const meeting = play(
			[
				[0, connects(inRoom)],
				[0, connects('chair')],
			],
			planWith({ delegates: 200 }),
		);
		const looked: string[] = [];
		/** What is known of somebody, and says when it is looked at; of the same it is the same object. */
		const watched = new Map<Presence, Presence>();
		const watch = (id: string, known: Presence) => {
			const get = (of: Presence, name: string | symbol): unknown => (looked.push(id), Reflect.get(of, name));
			const seen = watched.get(known) ?? new Proxy(known, { get });
			watched.set(known, seen);
			return seen;
		};
		const count = () => {
			const { plan, attendance } = meeting.state;
			const came = presencesOf(
				Object.fromEntries(allPresences(attendance.came).map(([id, known]) => [id, watch(id, known)])),
			);
			looked.length = 0;
			return presentIn({ plan, attendance: { ...attendance, came } });
		};
		expect(count()).toEqual(new Set([inRoom, 'site', 'chair']));
		expect(new Set(looked)).toEqual(new Set([inRoom, 'chair']));
		connects('delegate-150')(meeting);
		const present = count();
		expect(present).toEqual(new Set([inRoom, 'site', 'chair', 'delegate-150']));
		expect(new Set(looked)).toEqual(new Set(['delegate-150']));
		connects('delegate-150', 'another device')(meeting);
		expect(count()).toBe(present);
		drops(inRoom)(meeting);
		marks('delegate-1', 'here')(meeting);
		expect(count()).toEqual(new Set(['chair', 'delegate-1', 'delegate-150']));
		expect(looked).not.toContain('chair');
	});

	test('counts as connected as the wall counts it, and who sits elsewhere has a place there of their own', () => {
		const meeting = play([[0, connects(seated)]]);
		const placeOf = (id: string) =>
			wallEntries(planWith(), meeting.state.attendance.elsewhere).find(({ participant }) => participant.id === id);
		expect([...presentIn(meeting.state)]).toEqual([seated, 'site']);
		expect(placeOf('site')?.seated.map(({ id }) => id)).toEqual([seated]);
		meeting.give(seated, 'leave-seat', {});
		expect([...presentIn(meeting.state)]).toEqual([seated]);
		expect(placeOf('site')?.seated).toEqual([]);
		expect(placeOf(seated)?.participant.id).toBe(seated);
	});
});

test('of those in a connected room of whom nobody said anything it is said that nobody did; one tick, and the others were away', () => {
	const plan = planWith({ participants: { 'delegate-2': { siteId: 'site' } } });
	const listed = (script: Script) => {
		const { state } = play(script, plan);
		return { list: listAttendance(state, plan), totals: totalsOf(listAttendance(state, plan)) };
	};
	const names = (people: readonly { readonly name: string }[]) => people.map(({ name }) => name);
	const open = listed(morning([-5, connects('site')], [-5, connects('chair')]));
	expect(names(open.list.rooms[0]?.unconfirmed ?? [])).toEqual(['Đại biểu 2', 'Đại biểu 3']);
	expect(open.totals).toMatchObject({ people: 1, invited: 6, unconfirmed: 2, absent: 3, connectedRooms: 1 });
	const checked = listed(morning([-5, connects('site')], [-5, connects('chair')], [10, marks(seated, 'here', 0)]));
	expect(names(checked.list.rooms[0]?.people ?? [])).toEqual(['Đại biểu 3']);
	expect(checked.totals).toMatchObject({ people: 2, invited: 6, unconfirmed: 0, absent: 4, seated: 1 });
	const dark = listed(morning([-5, connects('chair')], [10, marks(seated, 'here', 0)]));
	expect(dark.list.rooms).toMatchObject([{ name: 'Điểm cầu Nga Sơn', connected: false }]);
	expect(dark.totals).toMatchObject({ people: 2, seated: 1, connectedRooms: 0, rooms: 1 });
});
