/** A place where words stand in a meeting's papers. */
export interface FoundPlace {
	readonly versionId: string;
	/** from 1 */
	readonly page: number;
	readonly before: string;
	readonly hit: string;
	readonly after: string;
	/** read in a picture of the page: it may be wrong */
	readonly byOcr?: true;
	/** the last that is told of its paper, or of all, but not the last that there is */
	readonly more?: true;
}
