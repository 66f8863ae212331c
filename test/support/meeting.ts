import type { Decision } from '#meeting/command.ts';
import {
	commands,
	type CommandInput,
	type CommandName,
	type SystemCommandInput,
	type SystemCommandName,
} from '#meeting/commands.ts';
import { decide, decideForSystem, type Asked } from '#meeting/decide.ts';
import type { Participant, Plan, Role } from '#meeting/plan.ts';
import type { Actor, MeetingEvent, Recorded } from '#meeting/record.ts';
import { isRefusal, type RefusalCode } from '#meeting/refusal.ts';
import { majorityOfAllMembers, type RuleSet } from '#meeting/rule-set.ts';
import { evolve, meetingBefore, type MeetingState } from '#meeting/state.ts';
import type { Tally } from '#meeting/vote/events.ts';
import * as v from 'valibot';

/** Where every script's clock begins: nine o'clock of a working day in Vietnam. */
export const nineOClock = Date.parse('2026-11-23T09:00:00+07:00');

const participant = (id: string, name: string, ...roles: Role[]): Participant => ({
	id,
	kind: 'person',
	name,
	position: 'Ủy viên',
	unitName: 'UBND tỉnh Thanh Hóa',
	unitCode: '38',
	siteId: null,
	roles,
});

/** A body that asks for neither quorum nor tie-breaking, so that a test says which of them it is about. */
export const plainMajority: RuleSet = { ...majorityOfAllMembers, tie: 'fails', quorum: null };

export interface PlanOptions {
	readonly delegates?: number;
	/** null: a meeting without a body */
	readonly ruleSet?: RuleSet | null;
	/** seats of the body beyond its members in term */
	readonly vacant?: number;
	/** what is said otherwise of some participants, by id */
	readonly participants?: Readonly<Record<string, Partial<Participant>>>;
}

export const delegateId = (number: number) => `delegate-${number}`;

/**
 * chair, secretary, operator, guest, delegate-1 … and the room `site`, in which the last delegate sits; two items, of
 * which delegate-1 presents the second; a paper of three pages and one whose pages are not known. The chair and the
 * delegates are the body's members.
 */
export function planWith({
	delegates = 3,
	ruleSet = plainMajority,
	vacant = 0,
	participants = {},
}: PlanOptions = {}): Plan {
	const chair = participant('chair', 'Lê Văn Chủ', 'chair');
	const voters = Array.from({ length: delegates }, (_, index) =>
		participant(delegateId(index + 1), `Đại biểu ${index + 1}`, 'delegate'),
	);
	const people: Participant[] = [
		chair,
		participant('secretary', 'Trần Thị Thư', 'secretary'),
		participant('operator', 'Phạm Văn Kỹ', 'operator'),
		...voters.map((each, index) => (index === delegates - 1 ? { ...each, siteId: 'site' } : each)),
		participant('guest', 'Hoàng Khách', 'guest'),
		{ ...participant('site', 'Điểm cầu Nga Sơn', 'delegate'), kind: 'site', position: '' },
	];
	const item = { parentId: null, plannedMinutes: 20, presenterId: null, access: 'open' } as const;
	const paper = { fileName: 'ke-hoach.pdf', label: 'internal' } as const;
	const members = [chair, ...voters].map(({ id, name }) => ({ personId: id, name }));
	return {
		meetingId: 'meeting',
		title: 'Phiên họp thường kỳ',
		startsAt: nineOClock,
		participants: people.map((each) => ({ ...each, ...participants[each.id] })),
		agenda: [
			{ ...item, id: 'item-1', number: '1', title: 'Kế hoạch năm 2027' },
			{ ...item, id: 'item-2', number: '2', title: 'Dự toán ngân sách', presenterId: 'delegate-1' },
		],
		papers: [
			{ ...paper, documentId: 'document-1', versionId: 'version-1', itemId: 'item-1', title: 'Kế hoạch', pages: 3 },
			{ ...paper, documentId: 'document-2', versionId: 'version-2', itemId: null, title: 'Phụ lục', pages: null },
		],
		body: ruleSet && { id: 'body', name: 'UBND tỉnh', ruleSet, seats: members.length + vacant, members },
	};
}

/** Stands in all that is closed, and nowhere else. */
export const closedWord = 'Kỷ luật';

/** Stands in all that is kept from guests, and nowhere else. */
export const restrictedWord = 'Chưa công bố';

/** Stands in all that is kept from everybody but delegate-1, chair and secretary, and nowhere else. */
export const chosenWord = 'Nhân sự';

/** As `planWith`, with a restricted and a closed item, a paper of each, a restricted paper on an open item, and one for delegate-1. */
export function planWithClosed(options: PlanOptions = {}): Plan {
	const plan = planWith(options);
	const item = { parentId: null, plannedMinutes: null, presenterId: null };
	const paper = { fileName: 'to-trinh.pdf', label: 'internal', pages: 4 } as const;
	return {
		...plan,
		agenda: [
			...plan.agenda,
			{ ...item, id: 'item-3', number: '3', title: 'Quy hoạch chưa công bố', access: 'restricted' },
			{ ...item, id: 'item-4', number: '4', title: `${closedWord} ông X`, access: 'closed' },
		],
		papers: [
			...plan.papers,
			{
				...paper,
				documentId: 'document-3',
				versionId: 'version-3',
				itemId: 'item-3',
				title: `${restrictedWord}: quy hoạch`,
			},
			{
				...paper,
				documentId: 'document-4',
				versionId: 'version-4',
				itemId: 'item-4',
				title: `${closedWord}: tờ trình`,
			},
			{
				...paper,
				documentId: 'document-5',
				versionId: 'version-5',
				itemId: 'item-1',
				title: `${restrictedWord}: giá đất`,
				label: 'restricted',
			},
			{
				...paper,
				documentId: 'document-6',
				versionId: 'version-6',
				itemId: null,
				title: `${chosenWord}: danh sách`,
				access: { everyone: 'none', participants: { 'delegate-1': 'read' } },
			},
		],
	};
}

/** A participant's answer: the code of a refusal, or the kinds of the events that happened. */
export type Answer = RefusalCode | readonly MeetingEvent['type'][];

/** A meeting whose journal and urn are kept in memory: commands go in, and what they lead to is folded at once. */
export class ScriptedMeeting {
	readonly journal: Recorded[] = [];
	readonly urn = new Map<string, Tally>();
	state: MeetingState = meetingBefore;
	now = nineOClock;

	/** Before the doors open: nothing has happened. */
	static planned(): ScriptedMeeting {
		return new ScriptedMeeting();
	}

	static open(plan: Plan = planWith()): ScriptedMeeting {
		const meeting = new ScriptedMeeting();
		meeting.system('open-meeting', { plan });
		return meeting;
	}

	/** Started, with everybody but the room connected, each by one device: `device-of-<id>`. */
	static live(plan: Plan = planWith()): ScriptedMeeting {
		const meeting = ScriptedMeeting.open(plan);
		for (const { id, kind } of plan.participants) if (kind === 'person') meeting.connect(id);
		meeting.give('chair', 'start-meeting', {});
		return meeting;
	}

	give<N extends CommandName>(participantId: string, name: N, input: CommandInput<N>): Answer {
		const actor: Actor = { kind: 'participant', participantId, deviceId: deviceOf(participantId) };
		const asked = { name, input: v.parse(commands[name].input as v.GenericSchema, input) } as Asked;
		const urn = 'voteId' in asked.input ? (this.urn.get(asked.input.voteId) ?? emptyTally) : null;
		return this.#record(actor, decide(this.state, asked, { now: this.now, actor, urn }));
	}

	system<N extends SystemCommandName>(name: N, input: SystemCommandInput<N>): Answer {
		const actor: Actor = { kind: 'system' };
		return this.#record(actor, decideForSystem(this.state, name, input, { now: this.now, actor, urn: null }));
	}

	connect(participantId: string): Answer {
		return this.system('connect-device', { deviceId: deviceOf(participantId), participantId });
	}

	disconnect(participantId: string): Answer {
		return this.system('disconnect-device', { deviceId: deviceOf(participantId), participantId });
	}

	#record(actor: Actor, outcome: Decision | { readonly refused: RefusalCode }): Answer {
		if (isRefusal(outcome)) return outcome.refused;
		const by = actor.kind === 'participant' ? actor.participantId : 'system';
		for (const event of outcome.events) {
			const recorded: Recorded = { seq: this.state.seq + 1, at: this.now, by, event };
			this.journal.push(recorded);
			this.state = evolve(this.state, recorded);
		}
		if (outcome.intoUrn) {
			const { voteId, choice } = outcome.intoUrn;
			const tally = this.urn.get(voteId) ?? emptyTally;
			this.urn.set(voteId, { ...tally, [choice]: tally[choice] + 1 });
		}
		return outcome.events.map((event) => event.type);
	}
}

const emptyTally: Tally = { for: 0, against: 0, abstain: 0 };

export const deviceOf = (participantId: string) => `device-of-${participantId}`;
