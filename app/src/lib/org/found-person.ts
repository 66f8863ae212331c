import * as v from 'valibot';

/** A person as pickers show them. */
export const personSchema = v.object({ id: v.string(), name: v.string(), position: v.string(), unitName: v.string() });
export type FoundPerson = Readonly<v.InferOutput<typeof personSchema>>;

/** Position and unit; a position such as "Chủ tịch UBND huyện Thọ Xuân" names the unit already. */
export function aboutPerson({ position, unitName }: Pick<FoundPerson, 'position' | 'unitName'>): string {
	const named = position.toLocaleLowerCase('vi').includes(unitName.toLocaleLowerCase('vi'));
	return [position, named ? '' : unitName].filter((each) => each !== '').join(' · ');
}
