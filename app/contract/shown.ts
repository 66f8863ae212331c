/**
 * What the presenter shows of the page that all see: which part of it, and where they point. Presence, never journalled: the page
 * itself is (`turn-page`).
 */
import { idSchema } from '#meeting/input.ts';
import * as v from 'valibot';

/** A browser says no more than so many a second; the server tells those who follow no more. */
export const mostShownPerSecond = 20;

/** So long after it was last moved or held the pointer is seen. ms */
export const pointedFor = 2_000;

const within = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));

/**
 * The part of a page that is seen, in parts of its width and height as it stands in its file, unturned: as large while it is scrolled
 * over the edge of the page, so that it may begin before the page or end after it.
 */
const partSchema = v.strictObject({
	x: within(-1, 1),
	y: within(-1, 1),
	width: within(0.01, 1),
	height: within(0.01, 1),
});
export type PagePart = v.InferOutput<typeof partSchema>;

/** A place on a page, in the same parts. */
const pointSchema = v.strictObject({ x: within(0, 1), y: within(0, 1) });
export type PagePoint = v.InferOutput<typeof pointSchema>;

const shownSchema = v.strictObject({
	/** late, it must not move another paper */
	versionId: idSchema,
	/** from 1 */
	page: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
	/** null: nothing is known of it */
	part: v.nullable(partSchema),
	/** null: nobody points at anything */
	pointer: v.nullable(pointSchema),
});
export type Shown = v.InferOutput<typeof shownSchema>;

/** All are answered with null. */
export const shownRequests = {
	'shown/show': { input: shownSchema, right: 'show-place' },
	/** Of this device: until it says otherwise, it follows. */
	'shown/follow': { input: v.strictObject({ follow: v.boolean() }), right: 'follow-presenter' },
} as const;

export type ShownRequestName = keyof typeof shownRequests;

export interface ShownMessages {
	/** To those who follow and may read the paper; null: of no page anything. */
	readonly shown: Shown | null;
}
