import type { Unit } from '#db/org/units.ts';

export interface PickableUnit {
	readonly id: string;
	readonly name: string;
	readonly level: Unit['level'];
	/** how many rooms of it would take part */
	readonly rooms: number;
}

/** From the text that `unitLines` makes of them (db/org/unit-lines.ts). */
export const readUnitLines = (text: string): PickableUnit[] =>
	text === ''
		? []
		: text.split('\n').map((line) => {
				const [id = '', level = 'other', rooms = '0'] = line.split(' ', 3);
				const name = line.slice(id.length + level.length + rooms.length + 3);
				return { id, name, level: level as Unit['level'], rooms: Number(rooms) };
			});
