/** Who plays in the demo. The names are invented; the units and sites are those of Thanh Hóa, after July 2025 by an illustrative list. */
export interface DemoPerson {
	readonly role: DemoRole;
	readonly login: string;
	readonly name: string;
	readonly position: string;
	/** code of the unit they belong to */
	readonly unitCode: string;
	/** of the one before 1 July 2025, where it was another unit */
	readonly unitCodeBefore?: string;
	/** code of the site in whose room they sit */
	readonly siteCode: string;
}

export type DemoRole =
	'chair' | 'secretary' | 'operator' | 'delegate-province' | 'delegate-district' | 'delegate-commune' | 'administrator';

const office = { unitCode: '38.VPUB', siteCode: '38.VPUB' };

export const cast: readonly DemoPerson[] = [
	{
		role: 'chair',
		login: 'chutri',
		name: 'Lê Quang Hòa',
		position: 'Chủ tịch UBND tỉnh',
		unitCode: '38',
		siteCode: '38.VPUB',
	},
	{
		role: 'secretary',
		login: 'thuky',
		name: 'Phạm Thu Hằng',
		position: 'Chuyên viên Văn phòng UBND tỉnh',
		...office,
	},
	{
		role: 'operator',
		login: 'kythuat',
		name: 'Trịnh Đức Anh',
		position: 'Kỹ thuật viên Văn phòng UBND tỉnh',
		...office,
	},
	{
		role: 'delegate-province',
		login: 'daibieu.tinh',
		name: 'Hoàng Minh Ngọc',
		position: 'Giám đốc Sở Khoa học và Công nghệ',
		unitCode: '38.SKHCN',
		siteCode: '38.STTTT',
	},
	{
		role: 'delegate-district',
		login: 'daibieu.huyen',
		name: 'Nguyễn Bá Sơn',
		position: 'Chủ tịch UBND xã Thọ Xuân',
		unitCode: '15499',
		unitCodeBefore: '395',
		siteCode: '15499',
	},
	{
		role: 'delegate-commune',
		login: 'daibieu.xa',
		name: 'Bùi Thị Lan',
		position: 'Chủ tịch UBND xã Nam Tiến',
		unitCode: '14902',
		siteCode: '14902',
	},
	{
		role: 'administrator',
		login: 'quantri',
		name: 'Vũ Hải Đăng',
		position: 'Quản trị hệ thống',
		...office,
	},
];

/** The members of the body that decides: those who vote in the demo. */
export const memberRoles: readonly DemoRole[] = ['chair', 'delegate-province', 'delegate-district', 'delegate-commune'];

/** Delegates of the provincial council, of which nobody signs in. */
export const council: readonly { readonly name: string; readonly position: string; readonly unitCode: string }[] = [
	{ name: 'Đặng Thị Kim Oanh', position: 'Chủ tịch HĐND tỉnh', unitCode: '38' },
	{ name: 'Tạ Văn Khôi', position: 'Phó Chủ tịch HĐND tỉnh', unitCode: '38' },
	{ name: 'Mai Xuân Thắng', position: 'Trưởng Ban Kinh tế - Ngân sách HĐND tỉnh', unitCode: '38' },
	{ name: 'Lưu Thị Bích Đào', position: 'Trưởng Ban Văn hóa - Xã hội HĐND tỉnh', unitCode: '38' },
	{ name: 'Quách Công Định', position: 'Trưởng Ban Pháp chế HĐND tỉnh', unitCode: '38' },
	{ name: 'Phùng Gia Bảo', position: 'Giám đốc Sở Tài chính', unitCode: '38.STC' },
	{ name: 'Cao Thị Sen', position: 'Giám đốc Sở Y tế', unitCode: '38.SYT' },
];
