import type { Participant } from '#meeting/plan.ts';

/** Position and unit; an office's head names it already: "Giám đốc Sở Xây dựng" needs no "Sở Xây dựng". */
export function roleLine({ position, unitName }: Participant): string {
	if (position === '') return unitName;
	const said = position.toLocaleLowerCase('vi').includes(unitName.toLocaleLowerCase('vi'));
	return said || unitName === '' ? position : `${position} · ${unitName}`;
}
