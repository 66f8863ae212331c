import type { Paragraph } from 'docx';
import { body, run } from './form.ts';
import type { Attendant, AttendanceList, Minutes, Person } from './minutes.ts';
import { clockTime } from './vietnamese-time.ts';

export const described = ({ name, position }: Person): string => (position === '' ? name : `${name}, ${position}`);

/** `Chủ trì`, `Thư ký` and who was there, in rooms, online and not at all. */
export function attendanceSection({ chairs, secretaries, attendance }: Minutes): Paragraph[] {
	return [
		led('Thành phần tham dự: ', totals(attendance)),
		...attendance.rooms.map(({ name, people }) =>
			body(people.length === 0 ? `- ${roomName(name)}.` : `- ${roomName(name)}: ${people.map(attendant).join('; ')}.`),
		),
		...list('Dự trực tuyến bằng thiết bị riêng', attendance.online.map(attendant)),
		...list(
			'Vắng mặt',
			attendance.absent.map((person) => `${attendant(person)} (lý do: …………)`),
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

function totals({ rooms, online, absent, absentRooms }: AttendanceList): string {
	const seated = rooms.reduce((sum, { people }) => sum + people.length, 0);
	const invited = seated + online.length + absent.length;
	const present = `có mặt ${seated + online.length}/${invited} người được mời (tại điểm cầu: ${seated}; trực tuyến: ${online.length}; vắng mặt: ${absent.length})`;
	const sites = rooms.length + absentRooms.length;
	return sites === 0 ? `${present}.` : `${present}; ${rooms.length}/${sites} điểm cầu tham dự.`;
}

function attendant(person: Attendant): string {
	const details = [
		person.guest ? 'khách mời' : '',
		person.cameAt === null ? '' : `có mặt từ ${clockTime(person.cameAt)}`,
		person.leftAt === null ? '' : `rời cuộc họp lúc ${clockTime(person.leftAt)}`,
	].filter((detail) => detail !== '');
	return details.length === 0 ? described(person) : `${described(person)} (${details.join(', ')})`;
}
