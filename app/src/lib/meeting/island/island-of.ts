import type { Source } from '#sfu/link/contract-endpoint.ts';

/** What this device gets of somebody while the server is silent. */
export interface Arriving {
	readonly endpointId: string;
	readonly source: Source;
	/** the meeting has it on the stage */
	readonly onStage: boolean;
	/** by its sender, as the server told last */
	readonly muted: boolean;
	/** packets of it come */
	readonly arrives: boolean;
}

/**
 * Who goes on meeting within the area, as their media show: endpoints of the `reserve`, those with a picture first; null: this
 * is none. A server that is silent is no area cut off: then what is on the stage comes as before, and nothing besides. `was`:
 * it has been one since the server fell silent.
 */
export function islandOf(
	reserve: readonly string[],
	tracks: readonly Arriving[],
	was: boolean,
): readonly string[] | null {
	const isNear = ({ endpointId }: Arriving) => reserve.includes(endpointId);
	const near = tracks.filter((track) => isNear(track) && track.arrives);
	const beyond = tracks.filter((track) => !isNear(track));
	if (near.length === 0 || beyond.some(({ arrives }) => arrives)) return null;
	const shows = was || near.some(({ onStage }) => !onStage) || beyond.some(({ onStage, muted }) => onStage && !muted);
	if (!shows) return null;
	const seen = new Set(near.filter(({ source }) => source === 'camera').map(({ endpointId }) => endpointId));
	const heard = new Set(near.map(({ endpointId }) => endpointId));
	return [...reserve.filter((id) => seen.has(id)), ...reserve.filter((id) => heard.has(id) && !seen.has(id))];
}
