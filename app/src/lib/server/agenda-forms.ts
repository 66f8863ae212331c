import * as v from 'valibot';

const id = v.pipe(v.string(), v.maxLength(64));
/** A select without a choice sends an empty text. */
const orNull = v.pipe(
	v.optional(id, ''),
	v.transform((text) => (text === '' ? null : text)),
);
const minutes = v.pipe(
	v.optional(v.pipe(v.string(), v.regex(/^\d{0,4}$/)), ''),
	v.transform((text) => (text === '' ? null : Number(text))),
);

export const itemDetailsSchema = v.object({
	title: v.pipe(v.string(), v.maxLength(1000)),
	parentId: orNull,
	plannedMinutes: minutes,
	presenterId: orNull,
	access: v.picklist(['open', 'restricted', 'closed']),
});

/** of the dossier that the form began with */
export const version = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));

export const itemSchema = v.object({ ...itemDetailsSchema.entries, itemId: id, version });

export const itemDeletionSchema = v.object({ itemId: id, version });

export const moveSchema = v.object({
	itemId: id,
	parentId: orNull,
	version,
	position: v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)),
});
