import { Kept } from '#lib/kept/kept.ts';
import * as v from 'valibot';
import type { Turned } from './page-layout.ts';

const schema = v.object({
	/** all pages one below the other, or one alone */
	mode: v.picklist(['single', 'continuous']),
	fit: v.picklist(['width', 'page']),
	/** light on dark */
	night: v.boolean(),
});
type Choices = v.InferOutput<typeof schema>;

const turnedSchema = v.record(v.string(), v.picklist([90, 180, 270]));

/** Of so many papers it is remembered how they were turned. */
const most = 200;

/** How this person reads on this device, whatever the paper; and which papers they have turned. */
export class ReaderSettings {
	readonly #kept: Kept<Choices>;
	readonly #keptTurned: Kept<Record<string, 90 | 180 | 270>>;
	#choices = $state.raw<Choices>({ mode: 'single', fit: 'width', night: false });
	#turned = $state.raw<Readonly<Record<string, Turned>>>({});

	/** @param personId empty while nobody is signed in: nothing is kept */
	constructor(personId: string) {
		this.#kept = new Kept(personId, 'cach-doc', schema, 'browser');
		this.#keptTurned = new Kept(personId, 'tai-lieu-xoay', turnedSchema, 'browser');
		this.#choices = this.#kept.read()?.value ?? this.#choices;
		this.#turned = this.#keptTurned.read()?.value ?? {};
	}

	get current(): Readonly<Choices> {
		return this.#choices;
	}

	choose(choice: Partial<Choices>): void {
		this.#choices = { ...this.#choices, ...choice };
		this.#kept.write(this.#choices);
	}

	turnedOf(versionId: string): Turned {
		return this.#turned[versionId] ?? 0;
	}

	/** A quarter clockwise. */
	turn(versionId: string): void {
		const to = ((this.turnedOf(versionId) + 90) % 360) as Turned;
		const others = Object.entries(this.#turned).filter(([id]) => id !== versionId);
		const all = [...others, [versionId, to] as const].filter((each): each is [string, 90 | 180 | 270] => each[1] !== 0);
		const kept = Object.fromEntries(all.slice(-most));
		this.#turned = kept;
		this.#keptTurned.write(kept);
	}
}
