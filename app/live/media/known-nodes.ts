import { Admission } from './admission.ts';

/** The media nodes that the control process knows of. */
export class KnownNodes {
	/** those that are ready */
	readonly #there = new Set<string>();
	/** one for all meetings of a node: they share its workers */
	readonly #admissions = new Map<string, Admission>();

	/** By id, those that are ready. */
	get there(): readonly string[] {
		return [...this.#there];
	}

	isThere(nodeId: string): boolean {
		return this.#there.has(nodeId);
	}

	arrived(nodeId: string): void {
		this.#there.add(nodeId);
	}

	departed(nodeId: string): void {
		this.#there.delete(nodeId);
	}

	admissionOf(nodeId: string): Admission {
		const admission = this.#admissions.get(nodeId) ?? new Admission();
		this.#admissions.set(nodeId, admission);
		return admission;
	}
}
