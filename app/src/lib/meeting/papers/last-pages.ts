import { Kept } from '#lib/kept/kept.ts';
import * as v from 'valibot';

/** Of so many papers a meeting's pages are remembered: more than a day has. */
const most = 200;

const schema = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1)));

/** Where this person has read to in a meeting's papers, in this browser. */
export class LastPages {
	readonly #kept: Kept<Record<string, number>>;

	constructor(personId: string, meetingId: string) {
		this.#kept = new Kept(personId, `doc-den:${meetingId}`, schema, 'browser');
	}

	/** @param unread of one that was not read yet */
	of(versionId: string, unread = 1): number {
		return this.#all()[versionId] ?? unread;
	}

	keep(versionId: string, page: number): void {
		const others = Object.entries(this.#all()).filter(([id]) => id !== versionId);
		this.#kept.write(Object.fromEntries([...others.slice(-most + 1), [versionId, page]]));
	}

	#all(): Record<string, number> {
		return this.#kept.read()?.value ?? {};
	}
}
