/** The CSV files of a made-up province: a tree of `size` units, children before their parents, and one site. */
export function largeProvince(size: number): { units: string; sites: string } {
	const row = (index: number) =>
		index === 0 ? '0,Tỉnh,province,' : `${index},Đơn vị số ${index},commune,${Math.floor((index - 1) / 20)}`;
	const rows = Array.from({ length: size }, (_, index) => row(index)).reverse();
	return {
		units: ['code,name,level,parent_code', ...rows].join('\n'),
		sites: `code,name,unit_code\nA,Phòng,${size - 1}\n`,
	};
}
