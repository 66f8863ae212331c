/** A media node as an administrator has placed it, on the day of a meeting. */
export interface PlacedNode {
	readonly id: string;
	/** Where it stands; null: in the middle, at the top of the tree, as the control process's own node does. */
	readonly unitId: string | null;
	/** Units that it serves with all that is below them, besides the one where it stands. */
	readonly serves: readonly string[];
	/** Its parent in the tree, where an administrator chose another one than its place gives; null: as its place gives. */
	readonly parentId: string | null;
	/** How many devices it takes; null: as many as come. */
	readonly capacity: number | null;
	/** Nobody is sent to it any more, and whoever is with it is called elsewhere. */
	readonly draining: boolean;
	/** What the line to its parent carries, in kbit/s; null: not said. */
	readonly line: { readonly up: number | null; readonly down: number | null };
}
