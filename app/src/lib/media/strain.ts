/**
 * What a device does without whose processor cannot keep up, from the least to the most: nothing; the pictures beside the
 * main one; also one and two layers of that. Never a voice.
 */
export type Sparing = 0 | 1 | 2 | 3;

/** What came of the pictures that are shown, in a second. */
export interface Frames {
	readonly came: number;
	/** by the browser, too late to be decoded or shown */
	readonly dropped: number;
	/** Packets got lost on the way, for which frames are dropped, too. */
	readonly lossy: boolean;
}

/** How the processor did in a second. */
interface Effort extends Frames {
	/** The browser sends less of a picture than it should, as it cannot encode more. */
	readonly encodesLess: boolean;
}

/** Times in ms. */
interface Strain {
	readonly sparing: Sparing;
	/** when that changed */
	readonly since: number;
	/** When more was tried last; null: not since less had to do. */
	readonly triedAt: number | null;
	/** How long it must have gone well before more is tried: longer with each try that failed. */
	readonly patience: number;
}

/** Of so many seconds all are looked at together: a page that is drawn anew is behind for a moment on every processor. */
const seconds = 12;
/** Of fewer frames a share says nothing. */
const enough = 60;

/**
 * Of the frames that come: seen as stuttering, and as none. Chromium on two cores at a load of 16 dropped 5 to 13 % over such
 * a time and went on; held to less than half a core it dropped 18 % and stood still for seconds.
 */
const stutter = 0.15;
const smooth = 0.05;

const firstPatience = 15_000;
const longestPatience = 240_000;

/**
 * A camera that is encoded with difficulty costs the others' small pictures and the largest layer, and not more: less to
 * receive does not make every processor one that encodes 720p, and the speaker would be seen at 180p for ever.
 */
const mostForEncoding: Sparing = 2;

/** How this device's processor does, as what it sends and what it receives tell. */
export class StrainWatch {
	readonly #onSparing: (sparing: Sparing) => void;
	/** the latest seconds */
	#efforts: readonly Effort[] = [];
	#encodesLess = false;
	#strain: Strain = { sparing: 0, since: 0, triedAt: null, patience: firstPatience };

	constructor(onSparing: (sparing: Sparing) => void) {
		this.#onSparing = onSparing;
	}

	noteEncoding(encodesLess: boolean): void {
		this.#encodesLess = encodesLess;
	}

	/** Call it every second while pictures are shown: of a hidden page none are, whatever the processor could do. */
	noteFrames(frames: Frames): void {
		this.#efforts = [...this.#efforts.slice(1 - seconds), { ...frames, encodesLess: this.#encodesLess }];
		if (this.#efforts.length < seconds) return;
		const next = nextStrain(this.#strain, this.#efforts, performance.now());
		if (next.sparing === this.#strain.sparing) return;
		this.#strain = next;
		// What was before says nothing of how it does now.
		this.#efforts = [];
		this.#onSparing(next.sparing);
	}
}

/** One step less for whoever does not keep up, one more where it has gone well for a while. */
function nextStrain(strain: Strain, efforts: readonly Effort[], now: number): Strain {
	const { sparing, since, patience } = strain;
	const clean = efforts.filter(({ lossy }) => !lossy);
	const dropped = shareDropped(clean);
	const limit = dropped > stutter ? 3 : efforts.every(({ encodesLess }) => encodesLess) ? mostForEncoding : 0;
	if (sparing < limit) {
		return { sparing: (sparing + 1) as Sparing, since: now, triedAt: null, patience: afterLess(strain, now) };
	}
	// Of a link that always loses some nothing is known, and nothing is given back for it.
	const isWell = clean.length >= seconds / 2 && dropped <= smooth && !efforts.some(({ encodesLess }) => encodesLess);
	if (sparing === 0 || !isWell || now - since < patience) return strain;
	return { ...strain, sparing: (sparing - 1) as Sparing, since: now, triedAt: now };
}

/** A second step down says no more of what was tried than the first one did. */
function afterLess({ triedAt, patience }: Strain, now: number): number {
	if (triedAt === null) return patience;
	return now - triedAt < longestPatience ? Math.min(longestPatience, patience * 2) : firstPatience;
}

function shareDropped(efforts: readonly Effort[]): number {
	const came = efforts.reduce((sum, each) => sum + each.came, 0);
	return came < enough ? 0 : efforts.reduce((sum, each) => sum + each.dropped, 0) / came;
}
