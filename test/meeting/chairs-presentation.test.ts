import { openAsks } from '#meeting/presenting.ts';
import { redact, redactState } from '#meeting/redact.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { evolve, meetingBefore } from '#meeting/state.ts';
import { planWith, ScriptedMeeting, type Answer } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

describe("a chair's own presentation", () => {
	const chairPresents = () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'present-document', { versionId: 'version-1', page: 2 });
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null });
		return meeting;
	};
	const asks = (meeting: ScriptedMeeting, page = 5) =>
		meeting.give('delegate-2', 'present-document', { versionId: 'version-2', page });

	test('is not taken over: who would present asks, and the chair goes on', () => {
		const meeting = chairPresents();
		expect(asks(meeting)).toEqual(['presenting-asked']);
		expect(asks(meeting)).toEqual([]);
		expect(asks(meeting, 6)).toEqual(['presenting-asked']);
		expect(meeting.state.presenting).toMatchObject({ participantId: 'chair', page: 2 });
		expect(meeting.state.presentingAsks).toMatchObject([{ participantId: 'delegate-2', page: 6 }]);
		meeting.give('chair', 'present-document', { versionId: 'version-2', page: 1 });
		expect(openAsks(meeting.state)).toHaveLength(1);
	});

	test.each(['chair', 'secretary'])('is handed over by the %s in one step', (by) => {
		const meeting = chairPresents();
		meeting.give('operator', 'present-document', { versionId: 'version-1', page: 3 });
		asks(meeting);
		expect(meeting.give(by, 'hand-over-presenting', { participantId: 'delegate-2' })).toEqual([
			'presenting-ask-ended',
			'presenting-ask-ended',
			'document-presented',
		]);
		expect(meeting.state).toMatchObject({
			presenting: { participantId: 'delegate-2', versionId: 'version-2', page: 5 },
			presentingAsks: [],
		});
	});

	test('stays after a refusal, and after the one who asked has thought better of it', () => {
		const meeting = chairPresents();
		for (const by of ['chair', 'delegate-2']) {
			asks(meeting);
			expect(meeting.give(by, 'decline-presenting', { participantId: 'delegate-2' })).toEqual(['presenting-ask-ended']);
		}
		expect(meeting.state).toMatchObject({ presenting: { participantId: 'chair' }, presentingAsks: [] });
	});

	test('is asked for by one whose floor goes on to another: no longer', () => {
		const meeting = chairPresents();
		asks(meeting);
		meeting.give('delegate-2', 'yield-floor', {});
		expect(openAsks(meeting.state)).toEqual([]);
	});

	test('is free to take for those who may present, once the chair is not there', () => {
		const meeting = chairPresents();
		asks(meeting);
		meeting.disconnect('chair');
		expect(asks(meeting)).toEqual(['presenting-ask-ended', 'document-presented']);
	});
});

test('who may not see what is presented next sees nothing of it, and no longer what was before', () => {
	const plan = planWith();
	const papers = plan.papers.map((paper) =>
		paper.versionId === 'version-2' ? { ...paper, label: 'restricted' as const } : paper,
	);
	const meeting = ScriptedMeeting.live({ ...plan, papers });
	for (const versionId of ['version-1', 'version-2']) meeting.give('chair', 'present-document', { versionId, page: 1 });
	let told = meetingBefore;
	for (const recorded of meeting.journal) told = evolve(told, redact(recorded, meeting.state, 'guest'));
	expect(told.presenting).toBeNull();
	expect(redactState(meeting.state, 'guest').presenting).toBeNull();
});

const besideChair = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'present-document', { versionId: 'version-1', page: 2 });
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null });
	return meeting;
};
const handOver = (m: ScriptedMeeting, by: string, participantId = 'delegate-2') =>
	m.give(by, 'hand-over-presenting', { participantId });
/** Somebody asks to present, and `then` something happens. */
const asked = (by = 'delegate-2', then: (m: ScriptedMeeting) => unknown = () => {}) => {
	const meeting = besideChair();
	meeting.give(by, 'present-document', { versionId: 'version-2', page: 5 });
	then(meeting);
	return meeting;
};

const decline = (m: ScriptedMeeting) => m.give('chair', 'decline-presenting', { participantId: 'delegate-2' });

const refusals: readonly (readonly [
	code: RefusalCode,
	when: string,
	meeting: () => ScriptedMeeting,
	ask: (m: ScriptedMeeting) => Answer,
])[] = [
	['presentation-of-chair', 'a speaker ending it', besideChair, (m) => m.give('delegate-2', 'end-presenting', {})],
	['presentation-of-chair', 'the secretary ending it', besideChair, (m) => m.give('secretary', 'end-presenting', {})],
	[
		'presentation-of-chair',
		'a speaker turning its page',
		besideChair,
		(m) => m.give('delegate-2', 'turn-page', { versionId: 'version-1', page: 1 }),
	],
	['presenting-not-asked', 'handing over to nobody who asked', besideChair, (m) => handOver(m, 'chair')],
	[
		'presenting-not-asked',
		'handing over to somebody whose floor is gone',
		() => asked('delegate-2', (m) => m.give('delegate-2', 'yield-floor', {})),
		(m) => handOver(m, 'chair'),
	],
	[
		'not-allowed',
		'the secretary letting themselves',
		() => asked('secretary'),
		(m) => handOver(m, 'secretary', 'secretary'),
	],
	[
		'not-allowed',
		'declining for somebody else',
		() => asked(),
		(m) => m.give('delegate-1', 'decline-presenting', { participantId: 'delegate-2' }),
	],
	['presenting-not-asked', 'declining what nobody asked', besideChair, (m) => decline(m)],
	['presenting-not-asked', 'declining twice', () => asked('delegate-2', decline), (m) => decline(m)],
];

test.each(refusals)('%s: %s', (code, _when, meetingOf, give) => {
	const meeting = meetingOf();
	const { state } = meeting;
	expect(give(meeting)).toBe(code);
	expect(meeting.state).toBe(state);
});
