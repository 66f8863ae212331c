import type { LinkMinute } from '#db/links/links.ts';
import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';
import type { GradedLink } from '../media/links.ts';

/** From the best to the worst. */
const grades: readonly LinkGrade[] = ['good', 'fair', 'weak'];
const carryings: readonly Carrying[] = ['all', 'half', 'small', 'sound'];

/** The measurements of one device within one minute. */
export class Minute {
	readonly #measured: GradedLink[] = [];

	add(measured: GradedLink): void {
		this.#measured.push(measured);
	}

	/** The worst grade, the least carried, and means. `at`: the minute's beginning, ms since the epoch. */
	close(at: number): LinkMinute {
		const links = this.#measured.map(({ link }) => link);
		return {
			at,
			grade: worst(
				grades,
				this.#measured.map(({ grade }) => grade),
			),
			carrying: worst(
				carryings,
				links.map(({ carrying }) => carrying),
			),
			protocol: links.findLast(({ protocol }) => protocol !== null)?.protocol ?? null,
			lossDown: mean(links.map(({ down }) => down.loss)),
			lossUp: mean(links.map(({ up }) => up.loss)),
			rttMs: rounded(mean(links.map(({ down }) => down.rttMs))),
			kbpsDown: rounded(mean(links.map(({ down }) => down.kbps))) ?? 0,
			kbpsUp: rounded(mean(links.map(({ up }) => up.kbps))) ?? 0,
		};
	}
}

const worst = <T>(order: readonly T[], values: readonly T[]): T => {
	const at = Math.max(0, ...values.map((value) => order.indexOf(value)));
	return order[at] as T;
};

function mean(values: readonly (number | null)[]): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value));
