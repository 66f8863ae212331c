import type { EndpointLink } from '#sfu/link/contract.ts';
import type { LinkGrade } from '#sfu/link/contract-endpoint.ts';

/** What each grade still allows, as a person would call it. */
interface Limits {
	/** share of packets lost */
	readonly loss: number;
	/** ms */
	readonly rttMs: number;
	/** 0 to 10, after mediasoup's RTP score */
	readonly score: number;
}

/** Beyond these voices break up. */
const fair: Limits = { loss: 0.08, rttMs: 600, score: 5 };

/** Within these nobody notices anything; 300 ms is where people begin to talk over each other (ITU-T G.114: 2 × 150). */
const good: Limits = { loss: 0.02, rttMs: 300, score: 8 };

const within = ({ up, down }: EndpointLink, { loss, rttMs, score }: Limits) =>
	Math.max(up.loss ?? 0, down.loss ?? 0) <= loss &&
	(down.rttMs ?? 0) <= rttMs &&
	Math.min(up.score ?? 10, down.score ?? 10) >= score;

export function gradeOf(link: EndpointLink): LinkGrade {
	if (link.carrying !== 'all' || !within(link, fair)) return 'weak';
	return within(link, good) ? 'good' : 'fair';
}
