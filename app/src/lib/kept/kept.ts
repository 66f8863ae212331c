import * as v from 'valibot';
import { storageOf, type Keeper } from './storage.ts';

/** Of everything that is a person's: `cua:<person>:<what>`. A device's own choices have keys of their own. */
const prefix = 'cua:';
/** Changed at a sign-out, so that the browser's other tabs hear of it. */
const leftKey = 'cua-ai-da-ra';

/** What nobody came back for is not kept for ever, in ms. */
const keptFor = 14 * 24 * 3_600_000;

const envelopeSchema = v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), value: v.unknown() }));

/**
 * One thing that this browser keeps for one person: nobody else finds it, and it goes when that person signs out. An
 * expired session is no sign-out: who signs in again finds everything.
 */
export class Kept<T> {
	readonly #key: string;
	readonly #schema: v.GenericSchema<unknown, T>;
	readonly #keeper: Keeper;

	/**
	 * @param personId the participant's id: a person's or a site's; empty while nobody is signed in: nothing is kept
	 * @param name what it is, with the id of what it belongs to
	 * @param schema what is kept may come from an older version of the pages: what does not fit is not there
	 */
	constructor(personId: string, name: string, schema: v.GenericSchema<unknown, T>, keeper: Keeper) {
		this.#key = personId === '' ? '' : `${prefix}${personId}:${name}`;
		this.#schema = schema;
		this.#keeper = keeper;
	}

	/** With the moment when it was kept, in ms. */
	read(): { readonly value: T; readonly at: number } | undefined {
		if (this.#key === '') return undefined;
		const envelope = v.safeParse(envelopeSchema, storageOf(this.#keeper).get(this.#key));
		if (!envelope.success || Date.now() - envelope.output.at > keptFor) return undefined;
		const value = v.safeParse(this.#schema, envelope.output.value);
		return value.success ? { value: value.output, at: envelope.output.at } : undefined;
	}

	/** False without room for it: then it holds until the page goes, and nothing older comes back after that. */
	write(value: T): boolean {
		return this.#key !== '' && storageOf(this.#keeper).set(this.#key, JSON.stringify({ at: Date.now(), value }));
	}

	remove(): void {
		if (this.#key !== '') storageOf(this.#keeper).remove(this.#key);
	}
}

/** How the names of marks on papers begin that were not sent yet. */
export const keptMarks = 'ghi-chu:';

/** Names of what this browser keeps for the person, of those that begin so. */
export const namesOfKept = (personId: string, begin: string, keeper: Keeper): string[] => {
	const of = `${prefix}${personId}:`;
	return storageOf(keeper)
		.keys()
		.filter((key) => key.startsWith(of + begin))
		.map((key) => key.slice(of.length));
};

/** At the sign-out: all that is kept here for the person goes, in the other tabs, too. */
export function forgetPerson(personId: string): void {
	removeKeys((key) => key.startsWith(`${prefix}${personId}:`));
	// Without room for it the other tabs' own storage goes with them.
	storageOf('browser').set(leftKey, JSON.stringify({ personId, at: Date.now() }));
}

const leftSchema = v.pipe(v.string(), v.parseJson(), v.object({ personId: v.string() }));

/** For `storage` events: the person whose sign-out in another tab was heard, and whose things are gone from here. */
export function heedSignOut({ key, newValue }: Pick<StorageEvent, 'key' | 'newValue'>): string | undefined {
	const left = v.safeParse(leftSchema, newValue);
	if (key !== leftKey || !left.success) return undefined;
	const { personId } = left.output;
	removeKeys((each) => each.startsWith(`${prefix}${personId}:`));
	return personId;
}

/** Takes away what nobody came back for. */
export function sweepKept(): void {
	for (const keeper of keepers) {
		const storage = storageOf(keeper);
		for (const key of storage.keys()) {
			if (!key.startsWith(prefix)) continue;
			const envelope = v.safeParse(envelopeSchema, storage.get(key));
			if (!envelope.success || Date.now() - envelope.output.at > keptFor) storage.remove(key);
		}
	}
}

const keepers = ['tab', 'browser'] as const satisfies readonly Keeper[];

function removeKeys(goes: (key: string) => boolean): void {
	for (const keeper of keepers) {
		const storage = storageOf(keeper);
		for (const key of storage.keys()) if (goes(key)) storage.remove(key);
	}
}
