import * as v from 'valibot';
import type { Mark } from './mark.ts';
import type { PaperMarks } from './paper-marks.svelte.ts';
import { carrySchema, type Carry } from './sealed-mark.ts';
import type { Ask } from './unsent.ts';

/** What of a person's own marks has not come to a newer version yet. */
export interface Offer {
	readonly to: Carry['to'];
	/** as they will be there */
	readonly carried: readonly Mark[];
	/** those whose page has changed: they stay where they are */
	readonly left: readonly Mark[];
}

/** Undefined: there is nothing, or it cannot be known now. */
export async function askCarry(versionId: string, ask: Ask = (url) => fetch(url)): Promise<Carry | undefined> {
	try {
		const answer = await ask(`/papers/${encodeURIComponent(versionId)}/marks/carry`, { redirect: 'manual' });
		return answer.ok ? (v.parse(carrySchema, await answer.json()) ?? undefined) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What is to be carried over from the marks of one version to those of a newer one, both loaded. A mark has one id there, whichever
 * device carries it and from whichever version: it comes once, and one that was taken away there does not come back.
 */
export async function offerOf({ to, pages }: Carry, from: PaperMarks, into: PaperMarks): Promise<Offer | undefined> {
	const later = new Map(pages);
	const all = await Promise.all(
		from.all.map(async (mark) => {
			const origin = mark.origin ?? mark.id;
			return { mark, origin, id: await idAt(to.versionId, origin) };
		}),
	);
	const missing = all.filter(({ id }) => !into.knows(id));
	const carried = missing.flatMap(({ mark: { page, content }, origin, id }) => {
		const there = later.get(page);
		return there === undefined ? [] : [{ id, page: there, content, origin }];
	});
	const left = missing.flatMap(({ mark }) => (later.has(mark.page) ? [] : [mark]));
	return carried.length > 0 ? { to, carried, left } : undefined;
}

/** The first 128 bits of a hash, as a UUID of one's own making (RFC 9562, version 8). */
async function idAt(versionId: string, origin: string): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${versionId}/${origin}`));
	const bytes = new Uint8Array(hash, 0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
