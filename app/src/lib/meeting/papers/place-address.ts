import * as v from 'valibot';

/** A place in a meeting's papers: a page of a version, and the words that were looked for. */
interface PaperPlace {
	readonly versionId: string;
	/** from 1 */
	readonly page: number;
	/** empty: nothing was looked for */
	readonly words: string;
}

/** Behind the `#`: what somebody looks for is no part of what servers and proxies write down. */
export const placeAddress = (meetingId: string, { versionId, page, words }: PaperPlace): string =>
	`/meetings/${meetingId}/read#${String(new URLSearchParams({ tai_lieu: versionId, trang: String(page), tim: words }))}`;

const placeSchema = v.object({
	tai_lieu: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	trang: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/), v.transform(Number)), '1'),
	tim: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
});

/** Undefined: the address names none. */
export function placeIn(hash: string): PaperPlace | undefined {
	const named = v.safeParse(placeSchema, Object.fromEntries(new URLSearchParams(hash.slice(1))));
	if (!named.success) return undefined;
	const { tai_lieu: versionId, trang: page, tim: words } = named.output;
	return { versionId, page, words };
}
