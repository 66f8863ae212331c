/** A person as pickers show them. */
export interface FoundPerson {
	readonly id: string;
	readonly name: string;
	readonly position: string;
	readonly unitName: string;
}

export const aboutPerson = ({ position, unitName }: FoundPerson): string =>
	[position, unitName].filter((each) => each !== '').join(' · ');
