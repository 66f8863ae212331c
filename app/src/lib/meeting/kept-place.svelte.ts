import { Kept } from '#lib/kept/kept.ts';
import * as v from 'valibot';

const panels = ['agenda', 'papers', 'floor', 'votes', 'notes', 'people'] as const;
export type PanelId = (typeof panels)[number];

const placeSchema = v.object({
	panel: v.picklist(panels),
	/** the paper that is open, and its page, counted from 1 */
	versionId: v.nullable(v.string()),
	/** whose version it is */
	documentId: v.optional(v.nullable(v.string()), null),
	page: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** 1: the page fits the panel's width */
	zoom: v.pipe(v.number(), v.minValue(0.5), v.maxValue(4)),
	/** shows what the presenter shows */
	follow: v.boolean(),
	/** the published vote whose result this person has put away */
	seenVoteId: v.nullable(v.string()),
	/** another paper, or another version, that is read beside it */
	beside: v.optional(
		v.nullable(
			v.object({
				versionId: v.string(),
				documentId: v.string(),
				page: v.pipe(v.number(), v.integer(), v.minValue(1)),
				zoom: v.pipe(v.number(), v.minValue(0.5), v.maxValue(4)),
			}),
		),
		null,
	),
	/** of the site wall's tiles */
	wallSize: v.optional(v.picklist(['small', 'medium', 'large']), 'medium'),
});
type Place = v.InferOutput<typeof placeSchema>;
export type PlaceBeside = NonNullable<Place['beside']>;

const start: Place = {
	panel: 'agenda',
	versionId: null,
	documentId: null,
	page: 1,
	zoom: 1,
	follow: true,
	seenVoteId: null,
	beside: null,
	wallSize: 'medium',
};

/** Where in the meeting's page this tab stands: whoever leaves the page or reloads it comes back to the same place. */
export class KeptPlace {
	readonly #kept: Kept<Place>;
	#place = $state.raw<Place>(start);

	constructor(personId: string, meetingId: string, first: Partial<Place>) {
		this.#kept = new Kept(personId, `cho-dung:${meetingId}`, placeSchema, 'tab');
		this.#place = this.#kept.read()?.value ?? { ...start, ...first };
	}

	get current(): Readonly<Place> {
		return this.#place;
	}

	move(to: Partial<Place>): void {
		this.#place = { ...this.#place, ...to };
		// A full storage costs the place after a reload, nothing else.
		this.#kept.write(this.#place);
	}
}
