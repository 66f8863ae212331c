import { pictureWidth } from './largest-columns.ts';
import type { PlaceGroup, WallPlace } from './site-wall.svelte.ts';

/** The wall as what lies below each other: a group's heading, and rows of its tiles. */
export type WallRow =
	| { readonly kind: 'heading'; readonly key: string; readonly group: PlaceGroup }
	| { readonly kind: 'tiles'; readonly key: string; readonly group: PlaceGroup; readonly places: readonly WallPlace[] };

/** As many at most stand together in one group, without headings, which would cost more room than they tell. */
const few = 9;

/** The groups as they are shown: so few sites that all are in sight fill the place, whatever areas they belong to. */
export function groupsShown(groups: readonly PlaceGroup[]): readonly PlaceGroup[] {
	const places = groups.flatMap((group) => group.places);
	if (groups.length < 2 || places.length > few) return groups;
	return [{ area: null, places, whole: groups.flatMap((group) => group.whole) }];
}

/** `columns`: tiles beside each other. */
export function wallRows(groups: readonly PlaceGroup[], columns: number): WallRow[] {
	return groups.flatMap((group) => {
		const heading: WallRow[] = group.area
			? [{ kind: 'heading', key: `${group.area.code} ${group.area.name}`, group }]
			: [];
		const tiles: WallRow[] = [];
		for (let from = 0; from < group.places.length; from += columns) {
			const places = group.places.slice(from, from + columns);
			tiles.push({ kind: 'tiles', key: places[0]?.site.id ?? '', group, places });
		}
		return [...heading, ...tiles];
	});
}

/** As many as fit at that least width, all in px. */
export const columnsIn = (width: number, tile: number, gap: number): number =>
	Math.max(1, Math.floor((width + gap) / (tile + gap)));

/** px: the place, a tile's least width, what lies between two, a tile's words below its picture, a group's heading */
export interface WallMeasure {
	readonly width: number;
	readonly height: number;
	readonly tile: number;
	readonly gap: number;
	readonly words: number;
	readonly heading: number;
}

/** How tiles lie: so many beside each other, each so wide (px); null: as wide as the place lets them be. */
export interface WallLayout {
	readonly columns: number;
	readonly tile: number | null;
}

/** Few sites are as large as they can be with every tile in sight; of more than that as many as fit beside each other. */
export function wallLayout(groups: readonly PlaceGroup[], measure: WallMeasure): WallLayout {
	const { width, height, tile: least, gap, words, heading } = measure;
	const most = columnsIn(width, least, gap);
	// A gap below each row, the last one, too.
	const free = height - gap - heading * groups.filter(({ area }) => area !== null).length;
	let best: WallLayout = { columns: most, tile: null };
	for (let columns = 1; columns <= most; columns += 1) {
		const rows = groups.reduce((sum, { places }) => sum + Math.ceil(places.length / columns), 0);
		const tile = Math.floor(pictureWidth(Math.max(1, rows), columns, { width, height: free, gap, words }));
		if (tile >= least && tile > (best.tile ?? 0)) best = { columns, tile };
	}
	return best;
}

/** The row of an entry; -1: search or filter has taken it away. */
export const rowOf = (rows: readonly WallRow[], id: string | undefined): number =>
	rows.findIndex((row) => row.kind === 'tiles' && row.places.some(({ site }) => site.id === id));

/** The entry that an arrow key leads to; undefined: the key moves nothing, or there is none that way. */
export function stepFrom(rows: readonly WallRow[], id: string, key: string): string | undefined {
	const tiles = rows.flatMap((row) => (row.kind === 'tiles' ? [row.places.map(({ site }) => site.id)] : []));
	const at = tiles.findIndex((row) => row.includes(id));
	const all = tiles.flat();
	const inRow = (row: readonly string[] | undefined) => row?.[Math.min(tiles[at]?.indexOf(id) ?? 0, row.length - 1)];
	if (at < 0) return undefined;
	switch (key) {
		case 'ArrowRight':
			return all[all.indexOf(id) + 1];
		case 'ArrowLeft':
			return all[all.indexOf(id) - 1];
		case 'Home':
			return all[0];
		case 'End':
			return all.at(-1);
		case 'ArrowDown':
			return inRow(tiles[at + 1]);
		case 'ArrowUp':
			return inRow(tiles[at - 1]);
		default:
			return undefined;
	}
}
