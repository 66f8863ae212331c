import type { Participant, Plan } from '#meeting/plan.ts';
import type { MeetingEvent, Recorded } from '#meeting/record.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { replay } from '#meeting/state.ts';
import { countVote } from '#meeting/vote/count.ts';
import type { Choice, Tally, VoteDefinition } from '#meeting/vote/events.ts';
import { hasOpened, type OpenedMeeting } from '#minutes/compose-minutes.ts';

const participant = (id: string, name: string, more: Partial<Participant>): Participant => ({
	id,
	kind: 'person',
	name,
	position: '',
	unitName: 'Tỉnh Thanh Hóa',
	unitCode: '38',
	siteId: null,
	roles: ['delegate'],
	...more,
});

const site = (id: string, name: string) => participant(id, name, { kind: 'site', roles: [] });

const item = (id: string, number: string, title: string, more: Partial<Plan['agenda'][number]> = {}) =>
	({ id, parentId: null, number, title, plannedMinutes: 10, presenterId: null, access: 'open', ...more }) as const;

export const members = ['chair', 'ngoc', 'son', 'lan'].map((personId) => ({
	personId,
	name: `Thành viên ${personId}`,
}));

export const plan: Plan = {
	meetingId: 'meeting',
	title: 'Phiên họp thường kỳ tháng 02 năm 2026',
	startsAt: Date.parse('2026-02-05T08:00:00+07:00'),
	participants: [
		participant('chair', 'Lê Quang Hòa', {
			position: 'Chủ tịch UBND tỉnh',
			roles: ['chair', 'delegate'],
			siteId: 'hall',
		}),
		participant('secretary', 'Phạm Thu Hằng', { position: 'Chuyên viên Văn phòng', roles: ['secretary'] }),
		participant('operator', 'Trịnh Đức Anh', { roles: ['operator'] }),
		participant('ngoc', 'Hoàng Minh Ngọc', { position: 'Giám đốc Sở Tài chính' }),
		participant('son', 'Nguyễn Bá Sơn', { position: 'Chủ tịch UBND xã Thọ Xuân', siteId: 'tho-xuan' }),
		participant('lan', 'Bùi Thị Lan', { position: 'Chủ tịch UBND xã Nam Tiến' }),
		participant('hung', 'Mai Văn Hùng', { position: 'Giám đốc Sở Nội vụ' }),
		participant('guest', 'Đỗ Văn Khách', { position: 'Chuyên gia', roles: ['guest'] }),
		site('hall', 'Điểm cầu UBND tỉnh'),
		site('tho-xuan', 'Xã Thọ Xuân'),
		site('nam-tien', 'Xã Nam Tiến'),
	],
	agenda: [
		item('budget', '1', 'Dự toán ngân sách', { presenterId: 'ngoc' }),
		item('detail', '1.1', 'Phân bổ chi tiết', { parentId: 'budget' }),
		item('staff', '2', 'Công tác cán bộ', { access: 'closed' }),
		item('other', '3', 'Nội dung khác'),
	],
	papers: [],
	body: { id: 'body', name: 'UBND tỉnh Thanh Hóa', ruleSet: majorityOfAllMembers, seats: 6, members },
};

export const vote = (id: string, title: string, more: Partial<VoteDefinition> = {}): VoteDefinition => ({
	id,
	itemId: 'budget',
	title,
	secret: false,
	rule: majorityOfAllMembers,
	seats: 6,
	entitled: members,
	chairId: 'chair',
	repeats: null,
	...more,
});

const counted = (definition: VoteDefinition, tally: Tally, chairChoice: Choice | null = null) => ({
	voteId: definition.id,
	result: countVote({ vote: definition, tally, present: 4, chairChoice }),
});

export const closed = (...votes: Parameters<typeof counted>): MeetingEvent => ({
	type: 'vote-closed',
	...counted(...votes),
});

const published = (...votes: Parameters<typeof counted>): MeetingEvent => ({
	type: 'vote-published',
	...counted(...votes),
});

/** `[minutes after 08:00 on 5 February 2026, event]` */
export type Line = readonly [number, MeetingEvent];

export function scripted(lines: readonly Line[]): OpenedMeeting {
	const journal = lines.map(([minute, event], index): Recorded => ({
		seq: index + 1,
		at: plan.startsAt + minute * 60_000,
		by: 'system',
		event,
	}));
	const state = replay(journal);
	if (!hasOpened(state)) throw new Error('the script opens no meeting');
	return state;
}

const comes = (participantId: string): MeetingEvent => ({
	type: 'device-connected',
	deviceId: `device-${participantId}`,
	participantId,
});
const goes = (participantId: string): MeetingEvent =>
	({ ...comes(participantId), type: 'device-disconnected' }) as MeetingEvent;
const note = (
	noteId: string,
	kind: 'gist' | 'conclusion' | 'remark',
	text: string,
	more: object = {},
): MeetingEvent => ({
	type: 'note-written',
	noteId,
	kind,
	itemId: 'budget',
	speakerId: null,
	text,
	participantId: 'secretary',
	...more,
});

const plans = vote('plans', 'Thông qua dự toán ngân sách năm 2026');
const round1 = vote('round-1', 'Giới thiệu nhân sự', { itemId: 'staff', secret: true });
const round2 = { ...round1, id: 'round-2', repeats: 'round-1' };

/** A morning with everything that minutes hold. */
export const morning: readonly Line[] = [
	[-30, { type: 'meeting-opened', plan }],
	[-20, comes('hall')],
	[-20, comes('tho-xuan')],
	[-20, comes('secretary')],
	[-20, comes('ngoc')],
	[-20, comes('nam-tien')],
	[-10, goes('nam-tien')],
	[0, { type: 'meeting-started' }],
	[0, { type: 'item-started', itemId: 'budget' }],
	[1, { type: 'floor-granted', participantId: 'ngoc', limitSeconds: 600 }],
	[5, note('n1', 'gist', 'Trình bày tờ trình & dự toán <2026>.\nĐề nghị thông qua.', { speakerId: 'ngoc' })],
	[11, { type: 'floor-ended', participantId: 'ngoc', how: 'yielded' }],
	[12, { type: 'floor-granted', participantId: 'son', limitSeconds: null }],
	[14, { type: 'floor-ended', participantId: 'son', how: 'yielded' }],
	[15, comes('guest')],
	[16, note('n2', 'remark', 'Đường truyền điểm cầu xã Nam Tiến gián đoạn.')],
	[20, { type: 'vote-opened', vote: plans }],
	[21, { type: 'ballot-cast', voteId: 'plans', personId: 'chair', choice: 'for' }],
	[21, { type: 'ballot-cast', voteId: 'plans', personId: 'ngoc', choice: 'for' }],
	[21, { type: 'ballot-cast', voteId: 'plans', personId: 'lan', choice: 'for' }],
	[22, { type: 'ballot-cast', voteId: 'plans', personId: 'son', choice: 'against' }],
	[23, closed(plans, { for: 3, against: 1, abstain: 0 }, 'for')],
	[24, published(plans, { for: 3, against: 1, abstain: 0 }, 'for')],
	[25, { type: 'meeting-paused' }],
	[30, { type: 'meeting-resumed' }],
	[30, { type: 'item-ended', itemId: 'budget' }],
	[30, { type: 'item-skipped', itemId: 'detail' }],
	[31, { type: 'item-started', itemId: 'staff' }],
	[32, { type: 'vote-opened', vote: round1 }],
	[33, { type: 'vote-cancelled', voteId: 'round-1', reason: 'Sai danh sách' }],
	[34, { type: 'vote-opened', vote: round2 }],
	[35, { type: 'ballot-cast', voteId: 'round-2', personId: 'ngoc', choice: null }],
	[35, { type: 'ballot-cast', voteId: 'round-2', personId: 'chair', choice: null }],
	[36, closed(round2, { for: 2, against: 0, abstain: 0 })],
	[37, published(round2, { for: 2, against: 0, abstain: 0 })],
	[40, goes('guest')],
	[60, { type: 'meeting-ended' }],
	[61, goes('ngoc')],
	[70, note('n3', 'conclusion', 'Giao Sở Tài chính hoàn thiện dự toán trước ngày 10/02.')],
	[71, note('n4', 'conclusion', 'Các đơn vị khẩn trương triển khai.', { itemId: null })],
];
