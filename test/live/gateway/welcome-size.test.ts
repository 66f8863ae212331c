import { RecentRecords, type Told } from '#live/recent-records.ts';
import type { Participant } from '#meeting/plan.ts';
import { meetingBefore } from '#meeting/state.ts';
import { choices } from '#meeting/vote/events.ts';
import { ScriptedMeeting, planWith } from '#test/support/meeting.ts';
import { recordsIn, stateAfter } from '#test/support/welcomed.ts';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

/** bytes that may come before the meeting is seen: half a second on 1 Mbit/s */
const most = 60_000;

/** As random as a real id, the same in every run. */
const idOf = (text: string) => {
	const hex = createHash('sha256').update(text).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

const family = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'];
const middle = ['Văn', 'Thị', 'Đức', 'Minh', 'Thanh', 'Xuân', 'Quốc', 'Hữu', 'Ngọc'];
const given = ['An', 'Bình', 'Chi', 'Dũng', 'Hà', 'Hùng', 'Lan', 'Long', 'Mai', 'Nam', 'Phúc', 'Quân', 'Sơn', 'Tâm'];
const nameOf = (number: number) => [family[number % 13], middle[(number * 5) % 9], given[(number * 11) % 14]].join(' ');

/** A day of fifty named votes, each voter deciding alone. */
function dayOfVotes(voters: number, votes = 50): ScriptedMeeting {
	const plan = planWith();
	const [pattern] = plan.participants;
	if (!pattern || !plan.body) throw new Error('the plan of tests has a chair and a body');
	const members: Participant[] = Array.from({ length: voters }, (_, number) => ({
		...pattern,
		id: idOf(`voter ${number}`),
		name: nameOf(number),
		roles: ['delegate'],
	}));
	const body = { ...plan.body, seats: voters, members: members.map(({ id, name }) => ({ personId: id, name })) };
	const meeting = ScriptedMeeting.live({ ...plan, participants: [...plan.participants, ...members], body });
	for (let number = 0; number < votes; number += 1) {
		const voteId = idOf(`vote ${number}`);
		meeting.give('chair', 'open-vote', { voteId, itemId: 'item-1', title: `Nghị quyết số ${number}`, secret: false });
		for (const { id } of members) cast(meeting, voteId, id);
		meeting.give('chair', 'close-vote', { voteId });
		meeting.give('chair', 'publish-vote', { voteId });
	}
	return meeting;
}

function cast(meeting: ScriptedMeeting, voteId: string, by: string): void {
	const choice = choices[Number.parseInt(idOf(`${by} ${voteId}`).slice(0, 6), 16) % 3] ?? 'for';
	expect(meeting.give(by, 'cast-ballot', { voteId, choice })).toEqual(['ballot-cast']);
}

const sizeOf = ({ snapshot, records }: Told) => (snapshot?.byteLength ?? 0) + records.byteLength;

test.each([60, 297])('after fifty votes of %i, a welcome is small', (voters) => {
	const { state } = dayOfVotes(voters);
	const told = new RecentRecords(state).since(0, state, 'chair');
	expect(sizeOf(told)).toBeLessThanOrEqual(most);
	expect(stateAfter(told, meetingBefore)).toEqual(state);
});

test('it is small in the middle of a vote, too: two hundred ballots follow the snapshot', () => {
	const meeting = dayOfVotes(297);
	const before = meeting.state;
	const recent = new RecentRecords(before);
	recent.since(0, before, 'chair');
	const voteId = idOf('the last vote');
	meeting.give('chair', 'open-vote', { voteId, itemId: 'item-1', title: 'Nghị quyết cuối', secret: false });
	for (let number = 0; number < 199; number += 1) cast(meeting, voteId, idOf(`voter ${number}`));
	recent.add(meeting.journal.slice(before.seq), before, meeting.state);
	const told = recent.since(0, meeting.state, 'chair');
	expect(recordsIn(told.records), 'all of it follows a snapshot of before').toHaveLength(200);
	expect(sizeOf(told)).toBeLessThanOrEqual(most);
	expect(stateAfter(told, meetingBefore)).toEqual(meeting.state);
});
