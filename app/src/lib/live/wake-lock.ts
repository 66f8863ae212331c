/** Where a browser knows none, or the battery is low, the screen goes dark as it does: nothing hangs on it. */
export class WakeLock {
	#wanted = false;
	#held: Promise<WakeLockSentinel | undefined> | undefined;

	constructor() {
		document.addEventListener('visibilitychange', this.#renew);
	}

	/** Whether the screen stays bright from now on. Idempotent. */
	keep(wanted: boolean): void {
		if (this.#wanted === wanted) return;
		this.#wanted = wanted;
		if (wanted) this.#take();
		else this.#leave();
	}

	close(): void {
		document.removeEventListener('visibilitychange', this.#renew);
		this.keep(false);
	}

	/** Browsers take it back from a page that is hidden, and do not give it again by themselves. */
	readonly #renew = (): void => {
		if (!this.#wanted || document.visibilityState !== 'visible') return;
		this.#leave();
		this.#take();
	};

	#take(): void {
		// Not in every browser that there is, whatever the types say.
		const { wakeLock } = navigator as { readonly wakeLock?: Navigator['wakeLock'] };
		this.#held = wakeLock?.request('screen').catch(() => undefined);
	}

	#leave(): void {
		const held = this.#held;
		this.#held = undefined;
		// Also one that is only about to be given.
		void held?.then((sentinel) => sentinel?.release()).catch(() => {});
	}
}
