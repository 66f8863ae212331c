import type { EndpointLink } from '#sfu/link/contract.ts';
import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';
import { gradeOf } from './link-grade.ts';

/** A device's link as it was measured last. */
export interface GradedLink {
	readonly grade: LinkGrade;
	readonly link: EndpointLink;
}

type Listener = (measured: readonly GradedLink[]) => void;

/** The links of a meeting's devices, graded; by device. */
export class Links {
	readonly #latest = new Map<string, GradedLink>();
	readonly #listeners = new Set<Listener>();

	/**
	 * What has just been measured; returns those whose grade, or what is held back for their sake, has changed. A link
	 * that does not stand has no grade: nothing was lost on it because nothing went over it.
	 */
	take(links: readonly EndpointLink[]): { deviceId: string; grade: LinkGrade; carrying: Carrying }[] {
		const standing = links.filter(({ protocol }) => protocol !== null);
		for (const { endpointId, protocol } of links) if (protocol === null) this.forget(endpointId);
		const measured = standing.map((link): GradedLink => ({ grade: gradeOf(link), link }));
		const changed = measured.filter(({ grade, link }) => {
			const former = this.#latest.get(link.endpointId);
			return former?.grade !== grade || former.link.carrying !== link.carrying;
		});
		for (const each of measured) this.#latest.set(each.link.endpointId, each);
		for (const listener of this.#listeners) listener(measured);
		return changed.map(({ grade, link }) => ({ deviceId: link.endpointId, grade, carrying: link.carrying }));
	}

	/** Undefined: not measured yet, or no longer there. */
	get(deviceId: string): GradedLink | undefined {
		return this.#latest.get(deviceId);
	}

	get all(): readonly GradedLink[] {
		return [...this.#latest.values()];
	}

	/** Hears of every measurement. */
	onMeasured(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	forget(deviceId: string): void {
		this.#latest.delete(deviceId);
	}

	clear(): void {
		this.#latest.clear();
	}
}
