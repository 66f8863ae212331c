import type { LineState } from '#sfu/link/contract-line.ts';

/** What one end says of itself. */
export type LineContent = Pick<LineState, 'end' | 'wanted' | 'carried'>;

interface AgreementPort {
	/** This end as it is now. */
	content(): LineContent;
	tell(state: LineState): void;
}

/** An end is believed that it has heard a revision below this one: from there on they can be counted for ever. */
const mostHeard = Number.MAX_SAFE_INTEGER / 2;

/** What the other end has not taken up is said again after so long, in ms; then ever after the last of these. */
const delays = [1_000, 2_000, 4_000] as const;

/** Between two answers to questions of the other end, in ms. */
const answerEvery = 20;

/**
 * What the two ends of a line know of each other. Each says its whole state when it changes, and again until the other has
 * taken it up: messages may be lost, come late or twice, and either end may begin anew.
 */
export class Agreement {
	readonly #port: AgreementPort;
	/** of what this end said last; grows over restarts, too, as far as the clock does */
	#revision = 0;
	#content: LineContent | undefined;
	#said: string | undefined;
	/** the revision of this end that the other has taken up */
	#acknowledged = 0;
	/** the other end's: what was heard last, and what of it has been taken up */
	#heard = 0;
	#seen = 0;
	#owesAnswer = false;
	#tries = 0;
	#again: NodeJS.Timeout | undefined;
	/** performance.now() */
	#answeredAt = -Infinity;
	#answering: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(port: AgreementPort) {
		this.#port = port;
	}

	/** Of this end: what it said last, and what the other has taken up of it. */
	get revision(): number {
		return this.#revision;
	}

	get acknowledged(): number {
		return this.#acknowledged;
	}

	/** False: it is older than what is known, and is left aside. */
	hear({ revision, seen, heard, asks }: LineState): boolean {
		this.#owesAnswer ||= asks;
		// A clock that went back while this process was down: what it says now would be older than what it said before, to the last.
		if (heard > this.#revision && heard < mostHeard) {
			this.#revision = heard;
			this.#said = undefined;
		}
		if (revision < this.#heard) return false;
		this.#heard = revision;
		// Who has begun anew has taken up nothing.
		this.#acknowledged = seen;
		if (this.#acknowledged >= this.#revision) clearTimeout(this.#again);
		return true;
	}

	/** All that was heard up to this revision has been taken up, as far as can be. */
	takeUp(revision: number): void {
		this.#seen = revision;
	}

	/** Says what has changed, or what the other end has asked for. */
	look(): void {
		if (this.#closed) return;
		const content = this.#port.content();
		const text = JSON.stringify(content);
		if (text !== this.#said) {
			this.#said = text;
			this.#content = content;
			this.#revision = Math.max(Date.now(), this.#revision + 1);
			this.#tries = 0;
			this.#say();
		} else if (this.#owesAnswer) this.#answer();
	}

	/** What was said may not have arrived. */
	repeat(): void {
		if (this.#content && !this.#closed) this.#say();
	}

	/** Idempotent; says nothing any more. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#again);
		clearTimeout(this.#answering);
	}

	/** The first question at once; who asks and asks makes this end say no more than the link lets a node say. */
	#answer(): void {
		const wait = answerEvery - (performance.now() - this.#answeredAt);
		if (wait > 0) {
			this.#answering ??= setTimeout(() => {
				this.#answering = undefined;
				this.look();
			}, wait);
			return;
		}
		this.#answeredAt = performance.now();
		this.#say();
	}

	#say(): void {
		clearTimeout(this.#again);
		if (!this.#content) return;
		this.#owesAnswer = false;
		const asks = this.#acknowledged < this.#revision;
		this.#port.tell({ ...this.#content, revision: this.#revision, seen: this.#seen, heard: this.#heard, asks });
		if (!asks) return;
		this.#again = setTimeout(() => this.#say(), delays[this.#tries] ?? delays.at(-1));
		this.#tries += 1;
	}
}
