import { findInPages, type PagePlace } from '#meeting/find-in-pages.ts';
import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import { textsOf } from './paper-contents.ts';

/** Of what is searched for: less stands on every page, more on none. In UTF-16 units. */
export const searched = { shortest: 2, longest: 200 } as const;

/** Places that are told of all papers, and of each: who finds more says more of what they search for. */
export const mostFound = { all: 300, inOne: 60 } as const;

/** A place in a paper. */
export interface Found extends PagePlace {
	readonly sha256: string;
	/** it is the last that is told of its paper, or of all papers, and not the last that there is */
	readonly more?: true;
}

/**
 * Where the words stand in these files, file by file (app/meeting/find-in-pages.ts). Upper and lower case are one.
 */
export function searchPapers(db: Database, files: readonly string[], words: string): readonly Found[] {
	const typed = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
	if (typed.length < searched.shortest || typed.length > searched.longest) return [];
	const plain = fold(typed);
	const found: Found[] = [];
	for (const sha256 of files) {
		const room = Math.min(mostFound.inOne, mostFound.all - found.length);
		const places = [...findInPages(textsOf(db, sha256), typed, plain).take(room + 1)].map((at) => ({ sha256, ...at }));
		found.push(...places.slice(0, room));
		const last = found.pop();
		if (last) found.push(places.length > room ? { ...last, more: true } : last);
		if (room === 0 && places.length > 0) break;
	}
	return found;
}
