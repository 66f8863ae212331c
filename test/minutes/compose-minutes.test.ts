import { resultSentence } from '#meeting/vote/result-text.ts';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { composeMinutes, maySeeAll } from '#minutes/compose-minutes.ts';
import { closed, morning, plan, scripted, vote, type Line } from './scripted-meeting.ts';

const minutes = composeMinutes(scripted(morning));
const recordOf = (number: string) => {
	const found = minutes.items.find((each) => each.number === number);
	if (!found) throw new Error(`no item ${number}`);
	return found;
};

test('who sat in a room, who was online and who was absent; a link tried before the opening is no attendance', () => {
	const { rooms, online, absent, absentRooms } = minutes.attendance;
	expect(rooms.map(({ name, people }) => [name, people.map((each) => each.name)])).toEqual([
		['Điểm cầu UBND tỉnh', ['Lê Quang Hòa']],
		['Xã Thọ Xuân', ['Nguyễn Bá Sơn']],
	]);
	expect(online.map((each) => each.name)).toEqual(['Phạm Thu Hằng', 'Hoàng Minh Ngọc', 'Bùi Thị Lan', 'Đỗ Văn Khách']);
	expect(absent.map((each) => each.name)).toEqual(['Mai Văn Hùng']);
	expect(absentRooms).toEqual(['Xã Nam Tiến']);
	const at = (minute: number) => plan.startsAt + minute * 60_000;
	expect(online.at(-1)).toMatchObject({ guest: true, cameAt: at(15), leftAt: at(40) });
	expect(online[1], 'who closes the lid after the end has not left early').toMatchObject({
		cameAt: null,
		leftAt: null,
	});
});

test('an item holds its speeches with their gist, remarks, votes and, last, the conclusion on it', () => {
	const { course, outcome, presenter } = recordOf('1');
	expect(outcome).toBe('done');
	expect(presenter?.name).toBe('Hoàng Minh Ngọc');
	expect(course.map(({ kind }) => kind)).toEqual(['speech', 'speech', 'remark', 'vote', 'conclusion']);
	expect(course[0]).toMatchObject({ gists: ['Trình bày tờ trình & dự toán <2026>.\nĐề nghị thông qua.'], timed: true });
	expect(course[1]).toMatchObject({ speaker: { name: 'Nguyễn Bá Sơn' }, gists: [] });
	expect(recordOf('1.1')).toMatchObject({ outcome: 'skipped', depth: 1 });
	expect(recordOf('3').outcome).toBe('not-reached');
	expect(minutes.conclusions).toEqual(['Các đơn vị khẩn trương triển khai.']);
});

test('a named vote has the stored numbers, the sentence of the law and who voted how', () => {
	const lines = recordOf('1').course.flatMap((entry) => (entry.kind === 'vote' ? entry.lines : []));
	expect(lines).toEqual([
		'Hình thức: biểu quyết công khai. Nguyên tắc thông qua: quá 1/2 tổng số thành viên.',
		'Số thành viên được quyền biểu quyết: 4; có mặt: 4; số phiếu phát ra: 4; thu về: 4; hợp lệ: 4; không hợp lệ: 0.',
		'Kết quả: 3/6 thành viên (50\u00a0%) tán thành; không tán thành: 1/6 (16,67\u00a0%); không biểu quyết: 0/6 (0\u00a0%); không bỏ phiếu: 0.',
		'Nội dung không được thông qua.',
		'Tán thành (3): Thành viên chair, Thành viên ngoc, Thành viên lan.',
		'Không tán thành (1): Thành viên son.',
	]);
});

test('a secret vote names nobody; a cancelled round stays with its reason', () => {
	const votes = recordOf('2').course.filter((entry) => entry.kind === 'vote');
	expect(votes.map(({ lines }) => lines.at(-1))).toEqual([
		'Cuộc biểu quyết bị hủy. Lý do: Sai danh sách',
		'Nội dung không được thông qua.',
	]);
	expect(JSON.stringify(votes)).not.toMatch(/Thành viên|Ngọc|Hòa/);
	expect(votes[1]?.lines[0]).toContain('bỏ phiếu kín, tiến hành lại');
});

test('the sentence is the one that the live page shows', () => {
	const template = (JSON.parse(readFileSync('app/messages/vi/live.json', 'utf8')) as Record<string, string>)[
		'live_vote_sentence'
	];
	const event = closed(vote('v', 'V', { seats: 3 }), { for: 2, against: 0, abstain: 0 });
	if (event.type !== 'vote-closed' || !event.result) throw new Error('not closed');
	const shown = template?.replace('{count}', '2').replace('{base}', '3').replace('{percent}', '66,67');
	expect(resultSentence(event.result)).toBe(shown);
	expect(shown).toBe('2/3 thành viên (66,67\u00a0%) tán thành');
});

test('an extract leaves out what a guest may not see and results that are held back', () => {
	const held = morning.filter(([, { type }]: Line) => type !== 'vote-published');
	const state = scripted(held);
	expect(maySeeAll(state, 'guest')).toBe(false);
	expect(maySeeAll(scripted(morning), 'lan')).toBe(true);
	const extract = composeMinutes(state, 'guest');
	expect(extract.extract).toBe(true);
	expect(extract.items[2]).toMatchObject({ outcome: 'hidden', course: [], runs: [] });
	expect(JSON.stringify(extract)).toContain('Kết quả chưa được công bố.');
	expect(JSON.stringify(extract)).not.toContain('tán thành;');
});

test('the issuer is spelled out, with its symbol and place', () => {
	expect(minutes.issuer).toEqual({ name: 'Ủy ban nhân dân tỉnh Thanh Hóa', symbol: 'UBND', place: 'Thanh Hóa' });
	const issuer = (name: string) =>
		composeMinutes(
			scripted([[0, { type: 'meeting-opened', plan: { ...plan, body: plan.body && { ...plan.body, name } } }]]),
		).issuer;
	expect(issuer('HĐND Thành phố Hồ Chí Minh')).toEqual({
		name: 'Hội đồng nhân dân Thành phố Hồ Chí Minh',
		symbol: 'HĐND',
		place: 'Thành phố Hồ Chí Minh',
	});
	expect(issuer('Uỷ ban nhân dân phường 4')).toMatchObject({ symbol: 'UBND', place: 'Phường 4' });
	expect(issuer('Sở Nội vụ')).toEqual({ name: 'Sở Nội vụ', symbol: null, place: null });
});

test('who is taken off the list while the meeting runs has been there and has spoken', () => {
	const without = (...ids: string[]) => ({
		...plan,
		participants: plan.participants.filter(({ id }) => !ids.includes(id)),
	});
	const revised: Line[] = [...morning, [62, { type: 'plan-revised', plan: without('ngoc', 'hung', 'tho-xuan') }]];
	const { attendance, items } = composeMinutes(scripted(revised));
	expect(attendance.online.map((each) => each.name)).toEqual([
		'Phạm Thu Hằng',
		'Bùi Thị Lan',
		'Đỗ Văn Khách',
		'Hoàng Minh Ngọc',
	]);
	expect(attendance.absent, 'who never came is expected no more').toEqual([]);
	expect(attendance.rooms.map((room) => room.name)).toEqual(['Điểm cầu UBND tỉnh', 'Xã Thọ Xuân']);
	const [first] = items;
	expect(first?.presenter?.name).toBe('Hoàng Minh Ngọc');
	expect(first?.course[0]).toMatchObject({ speaker: { name: 'Hoàng Minh Ngọc', position: 'Giám đốc Sở Tài chính' } });

	const again = scripted([...revised, [63, { type: 'plan-revised', plan }]]);
	expect(again.formerParticipants, 'who is back is no former participant').toEqual([]);
	expect(composeMinutes(again).attendance).toEqual(minutes.attendance);
});
