/** A place where words stand in a meeting's papers. */
export interface FoundPlace {
	readonly versionId: string;
	/** from 1 */
	readonly page: number;
	readonly before: string;
	readonly hit: string;
	readonly after: string;
	/** the last that is told of its paper, or of all, but not the last that there is */
	readonly more?: true;
}
