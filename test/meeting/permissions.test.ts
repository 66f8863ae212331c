import { commands, type CommandInput, type CommandName } from '#meeting/commands.ts';
import { mayReadPaper } from '#meeting/paper-rights.ts';
import { maySee, type Role } from '#meeting/plan.ts';
import { allows, may, rights, type Right } from '#meeting/rights.ts';
import { planWith, ScriptedMeeting, type Answer } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

const roles = ['chair', 'secretary', 'operator', 'delegate', 'guest'] as const satisfies readonly Role[];
const everybody: readonly Role[] = roles;
const runs: readonly Role[] = ['chair', 'secretary'];
const directs: readonly Role[] = ['chair', 'operator'];

/** Who may give which command, by role alone, and a well-formed input for it. */
const table: { readonly [N in CommandName]: { readonly may: readonly Role[]; readonly input: CommandInput<N> } } = {
	'start-meeting': { may: runs, input: {} },
	'pause-meeting': { may: runs, input: {} },
	'resume-meeting': { may: runs, input: {} },
	'end-meeting': { may: runs, input: {} },
	'start-item': { may: runs, input: { itemId: 'item-1' } },
	'end-item': { may: runs, input: { itemId: 'item-1' } },
	'skip-item': { may: runs, input: { itemId: 'item-1' } },
	'request-floor': { may: everybody, input: {} },
	'withdraw-floor': { may: everybody, input: {} },
	'grant-floor': { may: directs, input: { participantId: 'guest', limitSeconds: null } },
	'yield-floor': { may: everybody, input: {} },
	'revoke-floor': { may: directs, input: { participantId: 'guest' } },
	'set-floor-limit': { may: directs, input: { limitSeconds: 60 } },
	'direct-stage': { may: directs, input: { participantId: null } },
	'set-stage-mode': { may: directs, input: { mode: 'voice' } },
	'set-stage-places': { may: directs, input: { places: 2 } },
	'cue-stage': { may: directs, input: { participantIds: ['guest'] } },
	'start-poll': { may: directs, input: { participantIds: ['guest'], seconds: 10 } },
	'stop-poll': { may: directs, input: {} },
	'address-sites': { may: ['chair'], input: {} },
	announce: { may: ['operator'], input: {} },
	'end-address': { may: directs, input: { participantId: 'operator' } },
	'take-sound': { may: everybody, input: {} },
	'leave-seat': { may: everybody, input: {} },
	'take-seat': { may: everybody, input: {} },
	'mark-presence': { may: runs, input: { participantId: 'guest', as: 'here' } },
	// By who runs the meeting, holds the floor or presents the item that runs: the state says so, not the role.
	'share-content': { may: ['chair', 'secretary', 'operator'], input: {} },
	'present-document': { may: ['chair', 'secretary', 'operator'], input: { versionId: 'version-1', page: 1 } },
	'end-content': { may: everybody, input: {} },
	'turn-page': { may: everybody, input: { versionId: 'version-1', page: 1 } },
	'end-presenting': { may: everybody, input: {} },
	'hand-over-presenting': { may: runs, input: { participantId: 'guest' } },
	// Everybody may withdraw their own.
	'decline-presenting': { may: everybody, input: { participantId: 'guest' } },
	'open-vote': { may: runs, input: { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false } },
	'cast-ballot': { may: everybody, input: { voteId: 'vote', choice: 'for' } },
	'close-vote': { may: runs, input: { voteId: 'vote' } },
	'publish-vote': { may: runs, input: { voteId: 'vote' } },
	'cancel-vote': { may: runs, input: { voteId: 'vote', reason: 'Nhầm nội dung' } },
	'write-note': {
		may: runs,
		input: { noteId: 'note', kind: 'remark', itemId: null, speakerId: null, text: 'Bắt đầu muộn' },
	},
	'remove-note': { may: runs, input: { noteId: 'note' } },
};
const names = Object.keys(commands) as CommandName[];

const giveFromTable = <N extends CommandName>(meeting: ScriptedMeeting, by: string, name: N): Answer =>
	meeting.give(by, name, table[name].input);

/** `delegate-2` presents nothing and does not have the floor. */
const idOf = (role: Role) => (role === 'delegate' ? 'delegate-2' : role);

describe.each(names)('%s', (name) => {
	test.each(roles)('by the %s', (role) => {
		const meeting = ScriptedMeeting.live();
		const before = meeting.state;
		// What pages offer is what the server lets through.
		expect(may(before, idOf(role), name)).toBe(table[name].may.includes(role));
		const answer = giveFromTable(meeting, idOf(role), name);
		if (table[name].may.includes(role)) {
			expect(answer).not.toBe('not-allowed');
		} else {
			expect(answer).toBe('not-allowed');
			expect(meeting.state).toBe(before);
		}
	});

	test('by somebody who is not invited, or takes part without any role', () => {
		const meeting = ScriptedMeeting.live(planWith({ participants: { guest: { roles: [] } } }));
		expect(giveFromTable(meeting, 'stranger', name)).toBe('not-invited');
		if (!table[name].may.includes('guest')) expect(giveFromTable(meeting, 'guest', name)).toBe('not-allowed');
	});
});

test('what one may see goes by role, and never by a command of the same name', () => {
	const { state } = ScriptedMeeting.live();
	for (const right of ['see-wall', 'see-links', 'see-results', 'see-operations'] as const)
		for (const role of roles) expect(may(state, idOf(role), right)).toBe(allows(right, { roles: [role] }));
	expect(may(state, 'chair', 'see-results')).toBe(true);
	expect(may(state, 'operator', 'see-results')).toBe(false);
	expect(may(state, 'stranger', 'see-wall')).toBe(false);
});

test('whoever a revised plan dropped while their vote is open may vote, and nothing else of the meeting', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'open-vote', table['open-vote'].input);
	const { plan } = meeting.state;
	if (!plan) throw new Error('no plan');
	const participants = plan.participants.filter(({ id }) => id !== 'delegate-2');
	meeting.system('revise-plan', { plan: { ...plan, participants } });
	const allowed = (Object.keys(rights) as Right[]).filter((right) => may(meeting.state, 'delegate-2', right));
	expect(allowed.filter((right) => !rights[right].includes('everybody')).sort()).toEqual([
		'cast-ballot',
		'read-clock',
		'use-media',
	]);
});

test('a role taken away by a revised plan allows nothing from then on', () => {
	const meeting = ScriptedMeeting.live();
	meeting.system('revise-plan', { plan: planWith({ participants: { secretary: { roles: ['guest'] } } }) });
	expect(meeting.give('secretary', 'pause-meeting', {})).toBe('not-allowed');
});

test('several roles allow what any of them allows', () => {
	const plan = planWith({ participants: { 'delegate-1': { roles: ['delegate', 'operator'] } } });
	const meeting = ScriptedMeeting.live(plan);
	expect(meeting.give('delegate-1', 'direct-stage', { participantId: 'delegate-1' })).toEqual(['stage-directed']);
	expect(meeting.give('delegate-1', 'end-meeting', {})).toBe('not-allowed');
});

describe('who may show content', () => {
	const present = (meeting: ScriptedMeeting, by: string) => giveFromTable(meeting, by, 'present-document');

	test('the holder of the floor, for as long as they hold it', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null });
		expect(present(meeting, 'delegate-2')).toEqual(['document-presented']);
		expect(present(meeting, 'delegate-3')).toBe('not-allowed');
		expect(may(meeting.state, 'delegate-2', 'share-content')).toBe(true);
		meeting.give('delegate-2', 'yield-floor', {});
		expect(present(meeting, 'delegate-2')).toBe('not-allowed');
	});

	test('the presenter of the item that runs, and of no other', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('chair', 'start-item', { itemId: 'item-1' });
		expect(present(meeting, 'delegate-1')).toBe('not-allowed');
		meeting.give('chair', 'start-item', { itemId: 'item-2' });
		expect(present(meeting, 'delegate-1')).toEqual(['document-presented']);
		const versionId = 'version-1';
		expect(meeting.give('delegate-1', 'turn-page', { versionId, page: 3 })).toEqual(['page-turned']);
		expect(meeting.give('delegate-2', 'turn-page', { versionId, page: 1 })).toBe('not-allowed');
		expect(meeting.give('delegate-2', 'end-presenting', {})).toBe('not-allowed');
	});

	test('a shared screen is taken away by its owner, the chair or the operator alone', () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('secretary', 'share-content', {});
		expect(meeting.give('chair', 'share-content', {})).toBe('content-in-use');
		for (const each of ['delegate-1', 'guest']) expect(meeting.give(each, 'end-content', {})).toBe('not-allowed');
		expect(meeting.give('operator', 'end-content', {})).toEqual(['content-ended']);
	});
});

test.each([
	{ access: 'open', may: ['chair', 'secretary', 'operator', 'delegate-1', 'guest', 'site'] },
	{ access: 'restricted', may: ['chair', 'secretary', 'operator', 'delegate-1', 'site'] },
	{ access: 'closed', may: ['chair', 'secretary', 'delegate-1'] },
] as const)('an item that is $access is seen by $may', ({ access, may }) => {
	const plan = planWith({ participants: { site: { roles: [] } } });
	const asked = ['chair', 'secretary', 'operator', 'delegate-1', 'guest', 'site', 'stranger'];
	expect(asked.filter((each) => maySee(plan, each, access))).toEqual(may);
	const closing = { ...plan, agenda: plan.agenda.map((item) => ({ ...item, access })) };
	const paper = { itemId: 'item-1', label: 'public' } as const;
	expect(asked.filter((each) => mayReadPaper(closing, each, paper, 0))).toEqual(may);
});
