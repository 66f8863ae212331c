/** After a restart of ours nodes come back one after the other, each within so long; below KnownNodes' patience. ms */
const returnWithin = 3_000;

/**
 * Nodes that carried a meeting together before this process, of which it is not known yet what their devices send: without
 * them pictures and lines would go down that stand well.
 */
export class ReturningNodes {
	readonly #awaited = new Set<string>();
	readonly #onComplete: () => void;
	#timer: NodeJS.Timeout | undefined;

	/** `onComplete`: all are back, or are not waited for any longer. */
	constructor(onComplete: () => void) {
		this.#onComplete = onComplete;
	}

	get areAwaited(): boolean {
		return this.#awaited.size > 0;
	}

	await(nodeIds: readonly string[]): void {
		for (const nodeId of nodeIds) this.#awaited.add(nodeId);
		if (this.areAwaited) this.#timer ??= setTimeout(() => this.#end([...this.#awaited]), returnWithin).unref();
	}

	/** It is known what the node has, or that it has nothing. */
	came(nodeId: string): void {
		this.#end([nodeId]);
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
	}

	#end(nodeIds: readonly string[]): void {
		const were = this.areAwaited;
		for (const nodeId of nodeIds) this.#awaited.delete(nodeId);
		if (!were || this.areAwaited) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#onComplete();
	}
}
