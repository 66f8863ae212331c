import type { Database } from '../client.ts';
import { sizesIn, textsOf } from './paper-contents.ts';
import { compareLists } from './compare-texts.ts';

/** A stretch of a page's words. */
export interface Piece {
	readonly kind: 'same' | 'removed' | 'added';
	readonly text: string;
}

/** What became of a page; from 1. Pages that are the same are not told of. */
export type PageChange =
	| { readonly kind: 'added'; readonly after: number }
	| { readonly kind: 'removed'; readonly before: number }
	| {
			readonly kind: 'changed';
			readonly before: number;
			readonly after: number;
			readonly pieces: readonly Piece[];
	  };

export interface PaperDifference {
	readonly changes: readonly PageChange[];
	/** more pages changed than are told of */
	readonly isCut: boolean;
	/** pages of the later file without text, as pictures are: what changed in them nobody can say */
	readonly withoutText: number;
}

/** Pages that are told of: who changes more has written another paper. */
const mostChanges = 200;

interface Side {
	readonly sha256: string;
	readonly pages: number;
}

/** What differs between two files, by the text of their pages. */
export function comparePapers(
	db: Database,
	{ before, after }: { readonly before: Side; readonly after: Side },
): PaperDifference {
	const [former, later] = [pagesOf(db, before), pagesOf(db, after)];
	const changes: PageChange[] = [];
	const runs = compareLists(former, later) ?? [
		{ kind: 'removed', items: former } as const,
		{ kind: 'added', items: later } as const,
	];
	let [x, y] = [0, 0];
	for (let at = 0; at < runs.length; at += 1) {
		const run = runs[at];
		if (run?.kind === 'same') {
			x += run.items.length;
			y += run.items.length;
			continue;
		}
		// What was taken out and put in at one place are the same pages, written anew.
		const next = runs[at + 1];
		const pair = next && next.kind !== 'same' && next.kind !== run?.kind ? [run, next] : [run];
		at += pair.length - 1;
		const removed = pair.find((each) => each?.kind === 'removed')?.items ?? [];
		const added = pair.find((each) => each?.kind === 'added')?.items ?? [];
		for (let page = 0; page < Math.max(removed.length, added.length); page += 1) {
			const [was, is] = [removed[page], added[page]];
			if (was === undefined) changes.push({ kind: 'added', after: y + page + 1 });
			else if (is === undefined) changes.push({ kind: 'removed', before: x + page + 1 });
			else changes.push({ kind: 'changed', before: x + page + 1, after: y + page + 1, pieces: piecesOf(was, is) });
		}
		x += removed.length;
		y += added.length;
	}
	return {
		changes: changes.slice(0, mostChanges),
		isCut: changes.length > mostChanges,
		withoutText: later.filter((text) => text === '').length,
	};
}

/** A page of the former file and the one of the later that is the same; from 1. */
export type SamePage = readonly [before: number, after: number];

/** Pages of two files with the same text and of the same size. Of pages without text, as pictures are, nobody can say it. */
export function samePages(
	db: Database,
	{ before, after }: { readonly before: Side; readonly after: Side },
): SamePage[] {
	const [former, later] = [before, after].map((side) => pagesOf(db, side)) as [readonly string[], readonly string[]];
	const [formerSizes, laterSizes] = [sizesIn(db, before.sha256), sizesIn(db, after.sha256)];
	const pairs: SamePage[] = [];
	let [x, y] = [0, 0];
	for (const { kind, items } of compareLists(former, later) ?? []) {
		for (let at = 1; kind === 'same' && at <= items.length; at += 1) pairs.push([x + at, y + at]);
		if (kind !== 'added') x += items.length;
		if (kind !== 'removed') y += items.length;
	}
	const isAlike = (one = 0, other = 0) => Math.abs(one - other) < 1;
	return pairs.filter(([from, to]) => {
		const [was, is] = [formerSizes[from - 1], laterSizes[to - 1]];
		return former[from - 1] !== '' && isAlike(was?.[0], is?.[0]) && isAlike(was?.[1], is?.[1]);
	});
}

/** What was read in pictures says nothing here: the same page may be read in two ways, and two as one. */
function pagesOf(db: Database, { sha256, pages }: Side): readonly string[] {
	const own = textsOf(db, sha256).filter(({ byOcr }) => !byOcr);
	const texts = new Map(own.map(({ page, text }) => [page, text]));
	return Array.from({ length: pages }, (_, at) => texts.get(at + 1) ?? '');
}

function piecesOf(before: string, after: string): readonly Piece[] {
	const words = (text: string) => (text === '' ? [] : text.split(' '));
	const runs = compareLists(words(before), words(after)) ?? [
		{ kind: 'removed', items: words(before) } as const,
		{ kind: 'added', items: words(after) } as const,
	];
	return runs.flatMap(({ kind, items }) => (items.length === 0 ? [] : [{ kind, text: items.join(' ') }]));
}
