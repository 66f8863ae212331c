import type { Unit } from '#db/org/units.ts';

export interface PickableUnit {
	readonly id: string;
	readonly name: string;
	readonly level: Unit['level'];
	/** how many rooms of it would take part */
	readonly rooms: number;
}
