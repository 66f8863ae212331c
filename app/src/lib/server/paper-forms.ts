import { endOfDay, isDate, startOfDate } from '#db/calendar.ts';
import { paperLevels } from '#meeting/plan.ts';
import * as v from 'valibot';

const id = v.pipe(v.string(), v.maxLength(64));

const readerSchema = v.object({
	kind: v.picklist(['role', 'unit', 'participant']),
	reader: id,
	level: v.picklist(['read', 'print', 'download']),
});

/** The last day of reading (`YYYY-MM-DD`), to its end; empty: for good. */
const untilSchema = v.pipe(
	v.optional(v.string(), ''),
	v.check((day) => day === '' || isDate(day)),
	v.transform((day) => (day === '' ? null : endOfDay(startOfDate(day)))),
);

const optional = v.optional(v.pipe(v.string(), v.maxLength(300)), '');

/** `begun`: the details as the form began with them, as JSON */
export const paperDetailsSchema = v.object({
	paperId: id,
	begun: v.pipe(v.string(), v.maxLength(10_000)),
	title: v.pipe(v.string(), v.maxLength(1000)),
	number: optional,
	issuedOn: optional,
	issuer: optional,
	itemId: v.pipe(
		v.optional(id, ''),
		v.transform((text) => (text === '' ? null : text)),
	),
	position: v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)),
	label: v.picklist(['public', 'internal', 'restricted']),
});

/** `reason` left out: it comes back. */
export const paperWithdrawalSchema = v.object({
	paperId: id,
	reason: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});

/** For whom a paper is. `readers`: as JSON; `begun`: what was chosen as the form began, as JSON */
export const paperAccessSchema = v.object({
	paperId: id,
	begun: v.pipe(v.string(), v.maxLength(200_000)),
	everyone: v.picklist(paperLevels),
	until: untilSchema,
	readers: v.pipe(v.string(), v.maxLength(200_000), v.parseJson(), v.pipe(v.array(readerSchema), v.maxLength(2000))),
});

/** What was kept apart. */
export const heldPaperSchema = v.object({ uploadId: id });

/** It is no state secret, and why. */
export const paperReleaseSchema = v.object({ uploadId: id, reason: v.pipe(v.string(), v.maxLength(500)) });

/** Taken back, with the reason that its readers are told. */
export const paperRecallSchema = v.object({ paperId: id, reason: v.pipe(v.string(), v.maxLength(500)) });
