import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';
import type { GradedLink } from '../media/links.ts';

/** Several links taken together. */
export interface LinkSummary {
	readonly grades: Readonly<Record<LinkGrade, number>>;
	readonly carrying: Readonly<Record<Carrying, number>>;
	readonly protocols: Readonly<Record<'udp' | 'tcp', number>>;
	/** towards the devices */
	readonly down: Flow;
	/** from the devices; packets are not counted there */
	readonly up: Omit<Flow, 'pps'>;
}

interface Flow {
	/** packets per second, RTP */
	readonly pps: number;
	readonly kbps: number;
	/** mean share of packets lost, 0 to 1, each link by what it carries; null: not known of any */
	readonly loss: number | null;
	/** after mediasoup's RTP score, 0 to 10; null: not known of any */
	readonly score: { readonly least: number; readonly median: number } | null;
}

export function summariseLinks(links: readonly GradedLink[]): LinkSummary {
	const count = <K extends string>(keys: readonly K[], of: (link: GradedLink) => string | null) =>
		Object.fromEntries(keys.map((key) => [key, links.filter((link) => of(link) === key).length])) as Record<K, number>;
	const downs = links.map(({ link }) => link.down);
	const ups = links.map(({ link }) => link.up);
	return {
		grades: count(['good', 'fair', 'weak'], ({ grade }) => grade),
		carrying: count(['all', 'half', 'small', 'sound'], ({ link }) => link.carrying),
		protocols: count(['udp', 'tcp'], ({ link }) => link.protocol),
		down: { pps: sum(downs.map(({ pps }) => pps ?? 0)), ...flowOf(downs) },
		up: flowOf(ups),
	};
}

function flowOf(flows: readonly { kbps: number; loss: number | null; score: number | null }[]): Omit<Flow, 'pps'> {
	const measured = flows.filter(({ loss }) => loss !== null);
	// A link over which next to nothing flows says next to nothing.
	const weight = (kbps: number) => Math.max(1, kbps);
	const total = sum(measured.map(({ kbps }) => weight(kbps)));
	const scores = flows
		.map(({ score }) => score)
		.filter((score) => score !== null)
		.toSorted((a, b) => a - b);
	return {
		kbps: sum(flows.map(({ kbps }) => kbps)),
		loss: total === 0 ? null : sum(measured.map(({ kbps, loss }) => (loss ?? 0) * weight(kbps))) / total,
		score:
			scores.length === 0 ? null : { least: scores[0] ?? 0, median: scores[Math.floor((scores.length - 1) / 2)] ?? 0 },
	};
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
