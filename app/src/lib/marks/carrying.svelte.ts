import { Kept } from '#lib/kept/kept.ts';
import * as v from 'valibot';
import { askCarry, offerOf, type Offer } from './carry-over.ts';
import type { Mark } from './mark.ts';
import type { PaperMarks } from './paper-marks.svelte.ts';
import type { Carry } from './sealed-mark.ts';
import type { Ask } from './unsent.ts';

interface Place {
	readonly personId: string;
	readonly versionId: string;
	/** of the version that is read */
	readonly paper: PaperMarks;
	/** of another version of the same paper */
	readonly marksOf: (versionId: string) => PaperMarks;
	readonly ask?: Ask;
}

/** What a person has marked on an earlier version, on its way to the newest one. Close it when the paper is closed. */
export class Carrying {
	/** undefined: there is nothing to carry */
	offer = $state.raw<Offer>();
	/** what was carried a moment ago, and what stayed */
	done = $state.raw<{ readonly count: number; readonly left: readonly Mark[] }>();
	/** the version on which the marks are */
	from = $state('');

	readonly #place: Place;
	readonly #later: Kept<boolean>;
	#carry: Carry | undefined;
	#other: PaperMarks | undefined;
	#closed = false;

	constructor(place: Place) {
		this.#place = place;
		this.#later = new Kept(place.personId, `chuyen-sau:${place.versionId}`, v.boolean(), 'browser');
	}

	/** Asks what can be carried. Once a newer version has come it is asked anew. */
	async find(): Promise<void> {
		const { versionId, marksOf, ask } = this.#place;
		const carry = await askCarry(versionId, ask);
		if (this.#closed || !carry) return;
		this.#other?.close();
		const other = marksOf(carry.from === versionId ? carry.to.versionId : carry.from);
		[this.#carry, this.#other, this.from] = [carry, other, carry.from];
		await other.load();
		await this.refresh();
	}

	/** After a mark has come or gone. */
	async refresh(): Promise<void> {
		const offer = await this.#offer();
		if (!this.#closed) this.offer = offer;
	}

	async carry(): Promise<void> {
		const offer = await this.#offer();
		const into = this.#both?.into;
		if (!offer || !into) return;
		into.carryIn(offer.carried);
		this.done = { count: offer.carried.length, left: offer.left };
		this.offer = undefined;
		await into.sync();
	}

	/** Is not to be asked for this version again. */
	leave(): void {
		this.#later.write(true);
		this.offer = undefined;
	}

	close(): void {
		this.#closed = true;
		this.#other?.close();
	}

	get #both(): { readonly from: PaperMarks; readonly into: PaperMarks } | undefined {
		const { versionId, paper } = this.#place;
		if (!this.#carry || !this.#other) return undefined;
		return this.#carry.from === versionId ? { from: paper, into: this.#other } : { from: this.#other, into: paper };
	}

	/** What of it stands already is known only once the server has said it. */
	async #offer(): Promise<Offer | undefined> {
		const both = this.#both;
		if (!this.#carry || !both?.from.heard || !both.into.heard || this.#later.read()?.value) return undefined;
		return offerOf(this.#carry, both.from, both.into);
	}
}
