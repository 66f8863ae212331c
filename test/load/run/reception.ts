import type { Carrying, LinkGrade, Source } from '#sfu/link/contract-endpoint.ts';
import type { Site } from './site.ts';

/** How one source reaches one site. */
interface Received {
	readonly packets: number;
	readonly lost: number;
	readonly recovered: number;
	/** the longest time without a packet since this was asked last, ms; see LongestGap */
	readonly gapMs: number;
	readonly gapSentInTimeMs: number;
	/** the longest that its picture stood still, likewise, ms; 0: sound */
	readonly standMs: number;
	/** of its picture; 0: none yet, or sound */
	readonly height: number;
	/** of its first packet and key frame, ms since 1970; null: none has come */
	readonly firstAt: number | null;
	readonly firstKeyFrameAt: number | null;
}

/** How somebody is seen and heard at a site, and what the server thinks of the site's link. */
export interface Reception {
	readonly deviceId: string;
	/** of this somebody's sources; without those that the site does not receive */
	readonly sources: Readonly<Partial<Record<Source, Received>>>;
	/** of the server's worker that the site receives from; 0: none */
	readonly port: number;
	/** the worst since what was told was forgotten */
	readonly grade: LinkGrade;
	readonly carrying: Carrying;
}

/** Begins the next stretch in which gaps are looked for. */
export function lookAt(site: Site, endpointId: string): Reception {
	const sources: Partial<Record<Source, Received>> = {};
	for (const { source, track } of site.tracks.filter((each) => each.endpointId === endpointId)) {
		const { packets, lost, recovered, size, firstPacketAt } = track.counters;
		const gap = track.takeLongestGap(site.lookedAt);
		sources[source] = {
			packets,
			lost,
			recovered,
			gapMs: gap.ms,
			gapSentInTimeMs: gap.sentInTimeMs,
			standMs: track.takeLongestStand(site.lookedAt),
			height: size?.height ?? 0,
			firstAt: firstPacketAt ?? null,
			firstKeyFrameAt: track.keyFrameSince(0)?.time ?? null,
		};
	}
	const { grade, carrying } = site.told;
	return { deviceId: site.link.deviceId, sources, port: site.port, grade, carrying };
}
