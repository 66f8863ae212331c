import { presenceOf } from '#meeting/presences.ts';
import { floorDeadline, spokenMs } from '#meeting/floor.ts';
import { planWith, nineOClock, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

const minute = 60_000;

describe('times', () => {
	test('a meeting keeps when it began, paused and ended, and the end closes what is open', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'start-item', { itemId: 'item-1' });
		meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null });
		meeting.give('delegate-1', 'request-floor', {});
		meeting.now += 10 * minute;
		meeting.give('secretary', 'pause-meeting', {});
		meeting.now += 5 * minute;
		meeting.give('chair', 'end-meeting', {});
		const from = nineOClock;
		const to = nineOClock + 15 * minute;
		expect(meeting.state).toMatchObject({
			lifecycle: { phase: 'ended', startedAt: from, endedAt: to, pauses: [{ from: from + 10 * minute, to }] },
			agenda: { runningId: null, items: { 'item-1': { outcome: 'done', runs: [{ from, to }] } } },
			floor: { holder: null, queue: [], speeches: [{ participantId: 'guest', from, to, itemId: 'item-1' }] },
		});
	});

	test('an item taken up again has two runs; starting another ends the one that runs', () => {
		const meeting = ScriptedMeeting.live();
		for (const itemId of ['item-1', 'item-2', 'item-1']) {
			meeting.give('chair', 'start-item', { itemId });
			meeting.now += minute;
		}
		meeting.give('chair', 'end-item', { itemId: 'item-1' });
		const [first, second, third, fourth] = [0, 1, 2, 3].map((minutes) => nineOClock + minutes * minute);
		expect(meeting.state.agenda).toEqual({
			runningId: null,
			items: {
				'item-1': {
					outcome: 'done',
					runs: [
						{ from: first, to: second },
						{ from: third, to: fourth },
					],
				},
				'item-2': { outcome: 'done', runs: [{ from: second, to: third }] },
			},
		});
	});

	test('a skipped item may be taken up after all', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'skip-item', { itemId: 'item-2' });
		expect(meeting.state.agenda.items['item-2']).toEqual({ outcome: 'skipped', runs: [] });
		expect(meeting.give('chair', 'start-item', { itemId: 'item-2' })).toEqual(['item-started']);
	});
});

describe('the floor', () => {
	test('is granted out of the queue, whose others keep their order; a new grant replaces the speaker', () => {
		const meeting = ScriptedMeeting.live();
		for (const each of ['delegate-1', 'guest', 'delegate-2']) meeting.give(each, 'request-floor', {});
		meeting.give('operator', 'grant-floor', { participantId: 'guest', limitSeconds: 60 });
		expect(meeting.state.floor.queue.map((each) => each.participantId)).toEqual(['delegate-1', 'delegate-2']);
		expect(meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null })).toEqual([
			'floor-ended',
			'floor-granted',
		]);
		expect(meeting.journal.at(-2)?.event).toEqual({ type: 'floor-ended', participantId: 'guest', how: 'replaced' });
		meeting.give('chair', 'revoke-floor', { participantId: 'delegate-1' });
		meeting.give('chair', 'revoke-floor', { participantId: 'delegate-2' });
		expect(meeting.state.floor).toMatchObject({ queue: [], holder: null });
		expect(meeting.state.floor.speeches.map((each) => each.participantId)).toEqual(['guest', 'delegate-2']);
	});

	test('a grant that names a request answers that one, and no later one of the same person', () => {
		const meeting = ScriptedMeeting.live();
		const request = () => meeting.state.floor.queue.at(-1)?.seq ?? 0;
		const give = (answers: number) =>
			meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null, answers });
		meeting.give('guest', 'request-floor', {});
		const first = request();
		meeting.give('guest', 'withdraw-floor', {});
		meeting.give('guest', 'request-floor', {});
		expect(give(first)).toBe('request-gone');
		expect(give(request())).toEqual(['floor-granted']);
	});

	test('a limit is told once when it is reached, cuts nobody off, and a new one starts the waiting anew', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: 60 });
		expect(floorDeadline(meeting.state)).toBe(nineOClock + minute);
		meeting.now += minute - 1;
		expect(meeting.system('reach-floor-limit', {})).toEqual([]);
		meeting.now += 1;
		expect(meeting.system('reach-floor-limit', {})).toEqual(['floor-time-reached']);
		expect(meeting.system('reach-floor-limit', {})).toEqual([]);
		expect(meeting.state.floor.holder).toMatchObject({ participantId: 'guest', timeReached: true });
		meeting.give('chair', 'set-floor-limit', { limitSeconds: 120 });
		expect(floorDeadline(meeting.state)).toBe(nineOClock + 2 * minute);
		meeting.give('chair', 'set-floor-limit', { limitSeconds: null });
		expect(floorDeadline(meeting.state)).toBeNull();
	});

	test('a limit stands still while the meeting pauses, and goes on when it does, over any number of pauses', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('secretary', 'pause-meeting', {});
		meeting.now += minute;
		meeting.give('secretary', 'resume-meeting', {});
		meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: 180 });
		for (const pause of [10 * minute, 20 * minute]) {
			meeting.now += minute;
			meeting.give('secretary', 'pause-meeting', {});
			expect(floorDeadline(meeting.state)).toBeNull();
			meeting.now += pause;
			expect(meeting.system('reach-floor-limit', {})).toEqual([]);
			meeting.give('secretary', 'resume-meeting', {});
		}
		const { floor, lifecycle } = meeting.state;
		expect(floor.holder && spokenMs(floor.holder, lifecycle, meeting.now)).toBe(2 * minute);
		expect(floorDeadline(meeting.state)).toBe(meeting.now + minute);
		meeting.now += minute - 1;
		expect(meeting.system('reach-floor-limit', {})).toEqual([]);
		meeting.now += 1;
		expect(meeting.system('reach-floor-limit', {})).toEqual(['floor-time-reached']);
		meeting.give('secretary', 'pause-meeting', {});
		meeting.now += minute;
		meeting.give('chair', 'end-meeting', {});
		const [speech] = meeting.state.floor.speeches;
		expect(speech && spokenMs(speech, meeting.state.lifecycle, speech.to ?? 0), 'a speech that has ended').toBe(
			3 * minute,
		);
	});
});

describe('attendance', () => {
	test('somebody with two devices has left when the last of them has', () => {
		const meeting = ScriptedMeeting.open();
		const system = (name: 'connect-device' | 'disconnect-device', deviceId: string) =>
			meeting.system(name, { deviceId, participantId: 'guest' });
		system('connect-device', 'tablet');
		system('connect-device', 'phone');
		expect(system('connect-device', 'phone')).toEqual([]);
		system('disconnect-device', 'tablet');
		expect(presenceOf(meeting.state.attendance.came, 'guest')).toEqual({
			lastLeftAt: null,
			devices: ['phone'],
			soundRank: 2,
			stretches: [{ from: nineOClock, to: null, how: 'device' }],
			word: null,
		});
		meeting.now += minute;
		system('disconnect-device', 'phone');
		expect(system('disconnect-device', 'phone')).toEqual([]);
		expect(presenceOf(meeting.state.attendance.came, 'guest')?.lastLeftAt).toBe(nineOClock + minute);
		system('connect-device', 'tablet');
		expect(presenceOf(meeting.state.attendance.came, 'guest')).toMatchObject({ lastLeftAt: null });
	});

	test('who comes after the end was not there', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'end-meeting', {});
		expect(meeting.connect('site')).toEqual([]);
		expect(presenceOf(meeting.state.attendance.came, 'site')).toBeUndefined();
	});
});

describe('what a meeting takes from its plan', () => {
	test('it opens once, with the plan it opened with', () => {
		const plan = planWith();
		const meeting = ScriptedMeeting.open(plan);
		expect(meeting.system('open-meeting', { plan: planWith({ delegates: 5 }) })).toEqual([]);
		expect(meeting.state.plan).toBe(plan);
	});

	test('an item that runs ends when a revised plan no longer has it', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'start-item', { itemId: 'item-1' });
		const plan = planWith();
		const revised = meeting.system('revise-plan', { plan: { ...plan, agenda: plan.agenda.slice(1) } });
		expect(revised).toEqual(['item-ended', 'plan-changed']);
		expect(meeting.give('chair', 'end-item', { itemId: 'item-1' })).toBe('no-such-item');
		expect(meeting.give('chair', 'start-item', { itemId: 'item-1' })).toBe('no-such-item');
	});

	test('what somebody said can be written down after a revised plan has left them out', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'grant-floor', { participantId: 'guest', limitSeconds: null });
		meeting.give('guest', 'yield-floor', {});
		const { participants, ...plan } = planWith();
		meeting.system('revise-plan', { plan: { ...plan, participants: participants.filter(({ id }) => id !== 'guest') } });
		const gist = { noteId: 'note', kind: 'gist', itemId: null, speakerId: 'guest', text: 'Đồng ý' } as const;
		expect(meeting.give('secretary', 'write-note', gist)).toEqual(['note-written']);
	});
});

describe('notes', () => {
	test('are rewritten in their place, keep the time of the first writing, and are completed after the end', () => {
		const meeting = ScriptedMeeting.live();
		const note = { kind: 'conclusion', itemId: 'item-1', speakerId: 'chair' } as const;
		meeting.give('secretary', 'write-note', { ...note, noteId: 'one', text: ' Giao Sở Tài chính ' });
		meeting.give('secretary', 'write-note', { ...note, noteId: 'two', text: 'Giao Sở Nội vụ' });
		meeting.give('chair', 'end-meeting', {});
		meeting.now += minute;
		meeting.give('chair', 'write-note', { ...note, noteId: 'one', text: 'Giao Sở Tài chính trước 30/11' });
		expect(meeting.state.notes).toMatchObject([
			{ id: 'one', text: 'Giao Sở Tài chính trước 30/11', writtenBy: 'chair', at: nineOClock },
			{ id: 'two', text: 'Giao Sở Nội vụ', writtenBy: 'secretary' },
		]);
		meeting.give('secretary', 'remove-note', { noteId: 'two' });
		expect(meeting.state.notes.map((each) => each.id)).toEqual(['one']);
	});
});

test('followers see the paper, its version and its page until the end', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'present-document', { versionId: 'version-1', page: 1 });
	meeting.give('operator', 'turn-page', { versionId: 'version-1', page: 3 });
	expect(meeting.give('chair', 'turn-page', { versionId: 'version-1', page: 3 })).toEqual([]);
	expect(meeting.state.presenting).toEqual({
		participantId: 'chair',
		documentId: 'document-1',
		versionId: 'version-1',
		title: 'Kế hoạch',
		page: 3,
	});
	expect(meeting.give('chair', 'present-document', { versionId: 'version-2', page: 99 })).toEqual([
		'document-presented',
	]);
	meeting.give('chair', 'end-meeting', {});
	expect(meeting.state.presenting).toBeNull();
});
