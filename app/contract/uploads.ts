import type { Right } from '#meeting/rights.ts';
import * as v from 'valibot';

/** Where files are sent to by tus 1.0 (tus.io), beside the pages: `/uploads`, and `/uploads/ID` for each. */
export const uploadsPath = '/uploads';

/** What one request carries, in bytes: on a line that is cut no more than that is sent twice. */
export const uploadChunk = 8 * 1024 * 1024;

/**
 * Whose right each request is. GET of all: one's own under way in `?meeting=`; of one: what became of it. POST of all: creates one
 * (tus); of one: what it is to be is another now.
 */
export const uploadRights = {
	GET: 'handle-papers',
	POST: 'handle-papers',
	HEAD: 'handle-papers',
	PATCH: 'handle-papers',
	DELETE: 'handle-papers',
} as const satisfies Record<string, Right>;

const id = v.pipe(v.string(), v.maxLength(64));
const number = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

const target = {
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
	/** a paper that gets a new version, in the place of that which the page showed (`replaces`, its id); none: a new paper */
	document: v.optional(id),
	replaces: v.optional(id),
	item: v.optional(id),
	title: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
	label: v.picklist(['public', 'internal', 'restricted']),
	/** Whoever sends it answers for it that it holds no state secret (Luật 117/2025/QH15, Điều 5); without it, it is refused. */
	declared: v.optional(v.literal('no-state-secret')),
};

/** The body of a POST to one upload, as JSON. */
export const uploadTargetSchema = v.object(target);

/** The metadata of a new upload. `modified`: ms since the epoch, as the device knows the file. */
export const newUploadSchema = v.object({ ...target, meeting: id, modified: number });

/** One's own upload that has not become a paper yet. */
export interface OpenUpload {
	readonly id: string;
	readonly name: string;
	/** bytes */
	readonly size: number;
	readonly modified: number;
}

/**
 * What became of one whose bytes are all here: the version's id; why there is none, as a code; that it is kept apart until a person
 * says what it is; or nothing yet, and it is asked again. A refusal that is not of the file itself (`dossier-changed`) leaves the bytes where they are.
 */
export type UploadOutcome =
	{ readonly versionId: string } | { readonly code: string } | { readonly held: true } | { readonly checking: true };
