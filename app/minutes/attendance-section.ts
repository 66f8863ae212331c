import { totalsOf, type AttendanceList, type Attendant, type RoomAttendance } from '#meeting/attendance-list.ts';
import type { Stay } from '#meeting/stay.ts';
import type { Paragraph } from 'docx';
import { body, run } from './form.ts';
import type { Minutes, Person } from './minutes.ts';
import { timesOf, type Times } from './vietnamese-time.ts';

export const described = ({ name, position }: Person): string => (position === '' ? name : `${name}, ${position}`);

/** `Chủ trì`, `Thư ký` and who was there, in rooms, online and not at all. */
export function attendanceSection(minutes: Minutes): Paragraph[] {
	const { chairs, secretaries, attendance } = minutes;
	const times = timesOf(minutes);
	const named = (people: readonly Attendant[]) => people.map((person) => attendant(person, times));
	return [
		led('Thành phần tham dự: ', totals(attendance)),
		...attendance.rooms.map((each) => body(`- ${room(each, times)}.`)),
		...list('Dự trực tuyến bằng thiết bị riêng', named(attendance.online)),
		...list(
			'Vắng mặt',
			named(attendance.absent).map((person) => `${person} (lý do: …………)`),
		),
		...list('Điểm cầu không kết nối', attendance.absentRooms),
		led('Chủ trì: ', `${chairs.map(described).join('; ')}.`),
		led('Thư ký (người ghi biên bản): ', `${secretaries.map(described).join('; ')}.`),
	];
}

const led = (lead: string, text: string): Paragraph => body([run(lead, { bold: true }), run(text)]);

const list = (lead: string, texts: readonly string[]): Paragraph[] =>
	texts.length === 0 ? [] : [body(`- ${lead} (${texts.length}): ${texts.join('; ')}.`)];

/** Rooms are called `Điểm cầu …` by some and by their unit's name alone by others. */
export const roomName = (name: string): string => (/^điểm cầu/iu.test(name) ? name : `Điểm cầu ${name}`);

function totals(list: AttendanceList): string {
	const { people, invited, seated, absent, unconfirmed, connectedRooms, rooms } = totalsOf(list);
	const parts = [
		`tại điểm cầu: ${seated}`,
		`trực tuyến: ${people - seated}`,
		`vắng mặt: ${absent}`,
		...(unconfirmed > 0 ? [`chưa xác nhận có mặt: ${unconfirmed}`] : []),
	];
	const present = `có mặt ${people}/${invited} người được mời (${parts.join('; ')})`;
	return rooms === 0 ? `${present}.` : `${present}; ${connectedRooms}/${rooms} điểm cầu tham dự.`;
}

function room({ name, connected, people, unconfirmed, ...stay }: RoomAttendance, times: Times): string {
	const details = connected ? stayed(stay, times, ofRoom) : ['không kết nối'];
	const named = (each: readonly Attendant[]) => each.map((person) => attendant(person, times)).join('; ');
	const lead = details.length === 0 ? roomName(name) : `${roomName(name)} (${details.join(', ')})`;
	const parts = [named(people), unconfirmed.length === 0 ? '' : `chưa xác nhận có mặt: ${named(unconfirmed)}`];
	const said = parts.filter((part) => part !== '').join('; ');
	return said === '' ? lead : `${lead}: ${said}`;
}

/** What somebody, or a room, missed; nothing is said of who was there from the opening to the end. */
const stayed = ({ cameAt, leftAt, absences }: Stay, times: Times, says: typeof ofPerson): string[] => [
	...(cameAt === null ? [] : [`${says.came} ${times.at(cameAt)}`]),
	...absences.map(({ from, to }) => `${says.absent} ${times.span(from, to)}`),
	...(leftAt === null ? [] : [`${says.left} ${times.at(leftAt)}`]),
];
const ofPerson = { came: 'có mặt từ', absent: 'vắng', left: 'rời cuộc họp lúc' };
const ofRoom = { came: 'kết nối từ', absent: 'mất kết nối', left: 'ngắt kết nối lúc' };

function attendant(person: Attendant, times: Times): string {
	const details = [...(person.guest ? ['khách mời'] : []), ...stayed(person, times, ofPerson)];
	return details.length === 0 ? described(person) : `${described(person)} (${details.join(', ')})`;
}
