import type { WallEntry } from '#meeting/wall.ts';

/** A wall of sites need not say "điểm cầu" 320 times. */
const prefix = /^điểm cầu\s+/iu;

/** An entry's name as its tile shows it, and a line of a long list. */
export function shortName({ participant }: Pick<WallEntry, 'participant'>): string {
	if (participant.kind !== 'site') return participant.name;
	const short = participant.name.replace(prefix, '');
	return short.charAt(0).toLocaleUpperCase('vi') + short.slice(1);
}

/** What a search looks at: names of the site, its unit and those who sit there, and the code. */
export const searchedText = ({ participant, seated }: WallEntry): string =>
	[participant.name, participant.unitName, participant.unitCode, ...seated.map(({ name }) => name)].join(' ');
