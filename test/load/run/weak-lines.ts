import { layNamespace, narrowCable, removeNamespace, widenCable } from '#test/support/namespace.ts';
import type { Way } from '../endpoint/secure-transport.ts';

/**
 * Lines of their own for the media of some sites: a network namespace for each, whose cable to this machine can be
 * narrowed by the kernel (tbf), which keeps its time however busy the load tool is. Close them after the server.
 */
export class WeakLines {
	readonly #laid: readonly { readonly name: string; readonly hostAddress: string }[];

	/** Throws an Error that says what is missing where this machine cannot do it; nothing is left behind then. */
	static lay(count: number): WeakLines {
		const laid = [];
		try {
			for (let index = 0; index < count; index += 1) laid.push(layNamespace());
			return new WeakLines(laid);
		} catch (error) {
			for (const { name } of laid) removeNamespace(name);
			throw error;
		}
	}

	private constructor(laid: readonly { readonly name: string; readonly hostAddress: string }[]) {
		this.#laid = laid;
	}

	/** Where a server listens to be reached from all of them. */
	get address(): string {
		return this.#laid[0]?.hostAddress ?? '';
	}

	get ways(): readonly Way[] {
		return this.#laid.map(({ name }) => ({ namespace: name, address: this.address }));
	}

	narrow(kbitPerSecond: number): void {
		for (const { name } of this.#laid) narrowCable(name, kbitPerSecond);
	}

	widen(): void {
		for (const { name } of this.#laid) widenCable(name);
	}

	/** Idempotent. */
	close(): void {
		for (const { name } of this.#laid) removeNamespace(name);
	}
}
