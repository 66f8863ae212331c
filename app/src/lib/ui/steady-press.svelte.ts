/**
 * A press this soon after a button came to mean something else, or came to stand where something else stood, was meant for
 * what was there before. ms: a slow double click still counts as one.
 */
const settleTime = 600;

/** Which presses of a button are meant for what it says. */
export class SteadyPress {
	/** what it says is too new to be meant */
	settling = $state(false);
	#meaning: string | number | undefined;
	/** on what the pointer that is down went down */
	#pressed: 'meant' | 'stale' | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Call with what a press does, whenever that may have changed; undefined: the button always does the same. */
	means(meaning: string | number | undefined): void {
		if (meaning === this.#meaning) return;
		this.#meaning = meaning;
		if (this.#pressed) this.#pressed = 'stale';
		clearTimeout(this.#timer);
		this.settling = meaning !== undefined;
		if (meaning !== undefined) this.#timer = setTimeout(() => (this.settling = false), settleTime);
	}

	/** Call when a pointer goes down. */
	begin(): void {
		this.#pressed = this.settling ? 'stale' : 'meant';
	}

	/** Whether the press that has just ended counts. A key's has no beginning, nor has one that software made. */
	takes({ pointer }: { readonly pointer: boolean }): boolean {
		const stale = pointer && this.#pressed === 'stale';
		this.#pressed = undefined;
		return !this.settling && !stale;
	}

	close(): void {
		clearTimeout(this.#timer);
	}
}
