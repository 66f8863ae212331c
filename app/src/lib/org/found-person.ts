/** A person as pickers show them. */
export interface FoundPerson {
	readonly id: string;
	readonly name: string;
	readonly position: string;
	readonly unitName: string;
}

/** Position and unit; a position such as "Chủ tịch UBND huyện Thọ Xuân" names the unit already. */
export function aboutPerson({ position, unitName }: Pick<FoundPerson, 'position' | 'unitName'>): string {
	const named = position.toLocaleLowerCase('vi').includes(unitName.toLocaleLowerCase('vi'));
	return [position, named ? '' : unitName].filter((each) => each !== '').join(' · ');
}
