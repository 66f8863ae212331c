/** After news what follows is gathered for so long. ms */
const gather = 500;

/**
 * Tells one endpoint which of its tracks were muted or unmuted: the first at once, and what follows soon after together,
 * so that a chair who mutes a province sends each device two messages and not one for each site.
 */
export class MuteNews<Key> {
	readonly #tell: (keys: readonly Key[]) => void;
	readonly #changed = new Set<Key>();
	#timer: NodeJS.Timeout | undefined;

	/** `tell` is given those that have changed since it was called last. */
	constructor(tell: (keys: readonly Key[]) => void) {
		this.#tell = tell;
	}

	note(key: Key): void {
		this.#changed.add(key);
		this.#timer ??= setTimeout(() => this.#pass(), 0);
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
		this.#changed.clear();
	}

	#pass(): void {
		this.#timer = undefined;
		if (this.#changed.size === 0) return;
		const keys = [...this.#changed];
		this.#changed.clear();
		this.#timer = setTimeout(() => this.#pass(), gather);
		this.#tell(keys);
	}
}
