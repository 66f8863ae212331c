import type { Plan } from '#meeting/plan.ts';
import { audienceOf } from '#meeting/redact.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { expect, test } from 'vitest';

const person = (id: string) => ({
	id,
	kind: 'person' as const,
	name: id,
	position: '',
	unitName: '',
	unitCode: '',
	siteId: null,
	roles: ['delegate' as const],
});

/** `looks`: how often its participants have been gone to. */
function planOfHundreds() {
	const participants = Array.from({ length: 600 }, (_, index) => person(`p${index}`));
	let looks = 0;
	const plan: Plan = {
		meetingId: 'm',
		title: '',
		startsAt: 0,
		agenda: [],
		papers: [],
		body: null,
		get participants() {
			looks += 1;
			return participants;
		},
	};
	return { plan, looks: () => looks };
}

test('the stage of a meeting of hundreds is told at each event without going through them again', () => {
	const { plan, looks } = planOfHundreds();
	const at = (...asking: readonly string[]): MeetingState => ({
		...meetingBefore,
		plan,
		lifecycle: { ...meetingBefore.lifecycle, phase: 'live' },
		floor: {
			...meetingBefore.floor,
			queue: asking.map((participantId, seq) => ({ participantId, requestedAt: 0, seq })),
		},
	});
	expect(stageOf(at('p1')).cued).toEqual(['p1']);
	const before = looks();
	expect(stageOf(at('p1', 'p2')).cued).toEqual(['p1', 'p2']);
	expect(stageOf(at('p2')).cued).toEqual(['p2']);
	expect(looks()).toBe(before);
});

test('who may see what is asked of hundreds without going through them again for each', () => {
	const { plan, looks } = planOfHundreds();
	const state: MeetingState = { ...meetingBefore, plan };
	const { participants } = plan;
	const audiences = new Set(participants.map(({ id }) => audienceOf(state, plan, id)));
	expect(audiences.size).toBe(1);
	expect(looks()).toBeLessThan(5);
});
