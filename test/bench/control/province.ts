/** A made-up province after 1 July 2025, its people and what they meet about: by number, the same each time. */
const families = [
	'Nguyễn',
	'Trần',
	'Lê',
	'Phạm',
	'Hoàng',
	'Phan',
	'Vũ',
	'Đặng',
	'Bùi',
	'Đỗ',
	'Hồ',
	'Ngô',
	'Đinh',
	'Lý',
];
const middles = ['Văn', 'Thị', 'Đức', 'Minh', 'Quang', 'Thu', 'Ngọc', 'Hữu', 'Xuân', 'Thanh', 'Bá'];
const givens = [
	...[
		'Anh',
		'Bình',
		'Cường',
		'Dũng',
		'Đạt',
		'Đông',
		'Giang',
		'Hà',
		'Hải',
		'Hạnh',
		'Hằng',
		'Hòa',
		'Hùng',
		'Hương',
		'Khánh',
	],
	...[
		'Lan',
		'Linh',
		'Long',
		'Mai',
		'Nam',
		'Nga',
		'Oanh',
		'Phong',
		'Phúc',
		'Quân',
		'Sơn',
		'Tâm',
		'Thảo',
		'Thắng',
		'Trang',
	],
	...['Trung', 'Tuấn', 'Tùng', 'Uyên', 'Vân', 'Việt', 'Yến'],
];
const positions = [
	'Chủ tịch UBND xã',
	'Phó Chủ tịch UBND xã',
	'Giám đốc Sở',
	'Phó Giám đốc Sở',
	'Chuyên viên',
	'Trưởng phòng',
];
const subjects = [
	'kinh tế - xã hội',
	'đầu tư công',
	'chuyển đổi số',
	'đất đai',
	'an toàn giao thông',
	'cải cách hành chính',
];

const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';

export function personName(index: number): { name: string; position: string } {
	const name = [pick(families, index), pick(middles, index * 5 + 3), pick(givens, index * 11 + 7)].join(' ');
	return { name, position: pick(positions, index * 3) };
}

export const sessionTitle = (index: number): string =>
	`Phiên họp thứ ${index + 1} về ${pick(subjects, index)} và ${pick(subjects, index * 5 + 1)}`;

/** 20 departments, 166 communes, a room each. */
export function provinceLists(): { units: string; sites: string } {
	const codes = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
	const rows = [
		...codes(20, 'so.').map((code) => ({ code, name: `Sở ${code}`, level: 'department' })),
		...codes(166, 'xa.').map((code) => ({ code, name: `UBND xã ${code}`, level: 'commune' })),
	];
	const units = rows.map(({ code, name, level }) => `${code},${name},${level},tinh`);
	return {
		units: ['code,name,level,parent_code', 'tinh,UBND tỉnh,province,', ...units].join('\n'),
		sites: ['code,name,unit_code', ...rows.map(({ code, name }) => `${code},Điểm cầu ${name},${code}`)].join('\n'),
	};
}
