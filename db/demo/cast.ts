/** Who plays in the demo. The names are invented; the units and sites are those of Thanh Hóa. */
export interface DemoPerson {
	readonly role: DemoRole;
	readonly login: string;
	readonly name: string;
	readonly position: string;
	/** code of the unit they belong to */
	readonly unitCode: string;
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
		position: 'Giám đốc Sở Thông tin và Truyền thông',
		unitCode: '38.STTTT',
		siteCode: '38.STTTT',
	},
	{
		role: 'delegate-district',
		login: 'daibieu.huyen',
		name: 'Nguyễn Bá Sơn',
		position: 'Chủ tịch UBND huyện Thọ Xuân',
		unitCode: '395',
		siteCode: '395',
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
