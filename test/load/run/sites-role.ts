/** The sites of the load tool, in a process of their own: what the parent may ask of them. Times in ms since 1970. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { epochNow } from '../endpoint/clock.ts';
import { EndpointHost } from '../endpoint/endpoint-host.ts';
import type { ReceivedTrack } from '../endpoint/received-track.ts';
import type { PassageKey } from '../endpoint/rtp/passages.ts';
import type { SentCounters } from '../endpoint/sending/sent-track.ts';
import { loadRecording } from '../recording/recording.ts';
import { lookAt, type Reception } from './reception.ts';
import { serveCalls } from './rpc.ts';
import { Refusal } from './signalling.ts';
import { Site, type JoinStep, type SiteOptions } from './site.ts';

const host = new EndpointHost();
const recording = loadRecording();
const sites: Site[] = [];
/** Late by so much nobody sends, and what all miss then is this tool's. */
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
let unanswered = 0;
/** to sites that had lost a link */
let refused = 0;

const sum = (tracks: readonly ReceivedTrack[], of: (track: ReceivedTrack) => number) =>
	tracks.reduce((total, track) => total + of(track), 0);
const tracksOf = () => sites.flatMap((site) => site.tracks.map(({ track }) => track));
const trackOf = (tracks: Site['tracks'], deviceId: string, of: Source) =>
	tracks.find(({ endpointId, source }) => endpointId === deviceId && source === of)?.track;
const cameraOf = (tracks: Site['tracks'], deviceId: string) => trackOf(tracks, deviceId, 'camera');
const seenAt = ({ tracks, told }: Site, deviceId: string, since: number): number | null =>
	told.grantedAt < since ? null : (cameraOf(tracks, deviceId)?.pictureSince(told.grantedAt) ?? null);
const others = (deviceId: string) => sites.filter(({ link }) => link.deviceId !== deviceId);
const first = (times: readonly (number | undefined)[]): number | null => {
	const known = times.filter((time) => time !== undefined);
	return known.length === 0 ? null : Math.min(...known);
};

/** When what of one source passed one device. */
export interface Passed {
	readonly deviceId: string;
	readonly source: Source;
	/** see Passages */
	readonly times: readonly [PassageKey, number][];
}

const everyPassages = (of: string) =>
	sites.flatMap(({ link: { deviceId }, sources, tracks }) =>
		(['camera', 'microphone'] as const).flatMap((source) => {
			const own = deviceId === of ? sources.passages(source) : trackOf(tracks, of, source)?.passages;
			return own ? [{ deviceId, source, passages: own }] : [];
		}),
	);

export const sitesRole = {
	/** Makes sites, which do nothing yet; returns their device ids. */
	add: (options: readonly SiteOptions[]): string[] => {
		const added = options.map((each) => new Site(each, host, recording));
		sites.push(...added);
		return added.map((site) => site.link.deviceId);
	},
	/** All that have not started start in one turn; resolves when all are welcomed. */
	start: async (): Promise<void> => {
		await Promise.all(sites.filter(({ startedAt }) => startedAt === 0).map((site) => site.start()));
	},
	/** A site gives a command of the meeting, as its people at the terminal would. One that gets no answer is counted. */
	give: async ({ index, name }: { index: number; name: 'request-floor' | 'withdraw-floor' }): Promise<void> => {
		const link = sites[index]?.link;
		try {
			if ((await link?.insist(name, {})) === false) unanswered += 1;
		} catch (error) {
			// Who was away meanwhile does not wait for the floor any more: the loss is told as it is.
			if (!(error instanceof Refusal) || link?.losses.length === 0) throw error;
			refused += 1;
		}
	},
	/** What went wrong with the sites' links by itself: a figure is to be read with it. */
	losses: () => {
		const reasons = sites.flatMap(({ link }) => link.losses);
		return {
			/** each came back by itself, or is among those that lack elsewhere */
			links_lost: reasons.length,
			links_lost_because: [...new Set(reasons)].join(', '),
			sites_that_lost_links: sites.filter(({ link }) => link.losses.length > 0).length,
			commands_unanswered: unanswered,
			commands_refused: refused,
		};
	},
	/** How long each site took from connecting to its first media packet; null: none has come. */
	joins: (): (number | null)[] =>
		sites.map((site) => {
			const at = first(site.tracks.map(({ track }) => track.counters.firstPacketAt));
			return at === null ? null : at - site.startedAt;
		}),
	counters: () => {
		const tracks = tracksOf();
		const { user, system } = process.cpuUsage();
		return {
			packets: sum(tracks, ({ counters }) => counters.packets),
			bytes: sum(tracks, ({ counters }) => counters.bytes),
			lost: sum(tracks, ({ counters }) => counters.lost),
			recovered: sum(tracks, ({ counters }) => counters.recovered),
			forged: sum(tracks, ({ counters }) => counters.forged),
			keyFrames: sum(tracks, ({ counters }) => counters.keyFrames),
			/** by the sites themselves */
			keyFrameRequests: host.keyFrameRequests,
			/** heights of the pictures received now */
			heights: tracks.flatMap(({ counters }) => counters.size?.height ?? []),
			retries: sites.reduce((total, site) => total + site.retries, 0),
			cpuMs: (user + system) / 1000,
		};
	},
	/** For the site wall, by all sites so far. */
	stills: () => ({
		sent: sites.reduce((total, { stills }) => total + stills.sent, 0),
		bytes: sites.reduce((total, { stills }) => total + stills.bytes, 0),
		refused: sites.reduce((total, { stills }) => total + stills.refused, 0),
	}),
	/** For each other site, when the first key frame of this device's camera came at `since` or later, so many lines high. */
	keyFrames: ({
		deviceId,
		since,
		height = 0,
	}: {
		deviceId: string;
		since: number;
		height?: number;
	}): (number | null)[] =>
		others(deviceId).map(({ tracks }) => cameraOf(tracks, deviceId)?.keyFrameSince(since, height)?.time ?? null),
	/** For each other site, when it learned of whom the floor was given to last. */
	granted: ({ deviceId }: { deviceId: string }): number[] => others(deviceId).map(({ told }) => told.grantedAt),
	/** For each other site, when it saw this device after it had learned, at `since` or later, that it has the floor; null: not yet. */
	seen: ({ deviceId, since }: { deviceId: string; since: number }): (number | null)[] =>
		others(deviceId).map((site) => seenAt(site, deviceId, since)),
	/** For each other site, when the first packet of this device's microphone came; null: not yet. */
	heard: ({ deviceId }: { deviceId: string }): (number | null)[] =>
		others(deviceId).map(({ tracks }) => trackOf(tracks, deviceId, 'microphone')?.counters.firstPacketAt ?? null),
	/** What has left of this device's camera so far, and how often it was asked for a key frame; null: it is not published. */
	cameraSent: ({ deviceId }: { deviceId: string }): SentCounters | null =>
		sites.find(({ link }) => link.deviceId === deviceId)?.sources.sent('camera') ?? null,
	/** Those to whom nothing of this device's camera has come since say anew that they show it; resolves with how many. */
	watchAgain: async ({ deviceId, since }: { deviceId: string; since: number }): Promise<number> => {
		const missing = others(deviceId).filter((site) => seenAt(site, deviceId, since) === null);
		await Promise.all(missing.map((site) => site.watchAgain(deviceId).catch(() => {})));
		return missing.length;
	},
	/** How many sites have a track of this device's camera, flowing or not. */
	holding: ({ deviceId }: { deviceId: string }): number =>
		sites.filter(({ tracks }) =>
			tracks.some(({ endpointId, source }) => endpointId === deviceId && source === 'camera'),
		).length,
	/** For each site, of how many others it has the microphone, flowing or not. */
	microphones: (): number[] => sites.map(({ tracks }) => tracks.filter(({ source }) => source === 'microphone').length),
	/** How many sites got a packet of this device's camera within the last `ms`; its own does not count. */
	watching: ({ deviceId, ms }: { deviceId: string; ms: number }): number =>
		sites.filter(({ tracks }) => (cameraOf(tracks, deviceId)?.counters.lastPacketAt ?? 0) > epochNow() - ms).length,
	/** For each site, when the first packet of a track that began at `since` or later came; null: none began. */
	newMedia: ({ since }: { since: number }): (number | null)[] =>
		sites.map(({ tracks }) => {
			const begun = tracks.map(({ track }) => track.counters.firstPacketAt);
			return first(begun.filter((at) => at !== undefined && at >= since));
		}),
	/** For each site, when it was so far on its way into the media, at `since` or later; null: not yet. */
	stepped: ({ step, since }: { step: JoinStep; since: number }): (number | null)[] =>
		sites.map(({ steps }) => first([steps.get(step) ?? 0].filter((at) => at >= since))),
	/** From now on it is noted when what of this device's camera and microphone was captured, and came. */
	follow: ({ deviceId }: { deviceId: string }): void => {
		for (const { passages } of everyPassages(deviceId)) passages.begin();
	},
	/** What was noted, and the end of it: where it was captured, and at each other site. */
	passages: ({ deviceId }: { deviceId: string }): Passed[] =>
		everyPassages(deviceId).map(({ passages, ...whose }) => ({ ...whose, times: passages.take() })),
	/** For each site, when it learned at `since` or later that its link or its media are lost; null: it has not. */
	toldOfLoss: ({ since }: { since: number }): (number | null)[] =>
		sites.map(({ told, link }) => first([told.mediaLostAt, link.lostAt].filter((at) => at >= since))),
	/** The sockets of these, or of all, at once and without goodbye. */
	cut: ({ indices = [...sites.keys()] }: { indices?: readonly number[] }): void => {
		for (const index of indices) sites[index]?.link.cut();
	},
	/** How this device is seen and heard at all the others. */
	receptions: ({ deviceId }: { deviceId: string }): Reception[] =>
		others(deviceId).map((site) => lookAt(site, deviceId)),
	/** The longest that this process did nothing else, since this was asked last; ms. */
	longestBlock: (): number => {
		const longest = delays.max / 1e6;
		delays.reset();
		return Math.round(longest);
	},
	/** What sites were told so far, and how their links were, counts no more. */
	forget: (): void => {
		for (const { told } of sites) told.forget();
	},
	/** Of each message the most that one site got since `forget`. */
	mostMessages: (): Record<string, number> => {
		const most: Record<string, number> = {};
		for (const { told } of sites)
			for (const [name, count] of told.messages) most[name] = Math.max(most[name] ?? 0, count);
		return most;
	},
	/** All mute or unmute in one turn: how long each waits until the server has heard it, ms. */
	mute: ({ muted }: { muted: boolean }): Promise<number[]> =>
		Promise.all(
			sites.map(async ({ sources }) => {
				const since = performance.now();
				await sources.mute(muted);
				return performance.now() - since;
			}),
		),
	/** How loud microphones say that they are: these, or all; −dBov. */
	speak: ({ indices = [...sites.keys()], loudness }: { indices?: readonly number[]; loudness: number }): void => {
		for (const index of indices) sites[index]?.sources.speak(loudness);
	},
	/** Of each site, the server's UDP port that its media come from. */
	ports: (): number[] => sites.map(({ port }) => port),
	/** Of each site, the server's address that its media come from. */
	addresses: (): string[] => sites.map(({ address }) => address),
	/** For each site, who stands first on a stage that the voice directs, as it was told; null: nobody. */
	speakers: (): (string | null)[] => sites.map(({ told }) => told.speakers[0] ?? null),
	/** What a site's uplink loses from now on. */
	lose: ({ deviceId, share }: { deviceId: string; share: number }): void => {
		for (const { link, sources } of sites) if (link.deviceId === deviceId) sources.lose({ share, forGood: false });
	},
	share: async ({ index }: { index: number }): Promise<void> => {
		const site = sites[index];
		await site?.link.request('share-content', {});
		await site?.sources.publish('screen');
	},
	endShare: async ({ index }: { index: number }): Promise<void> => {
		const site = sites[index];
		await site?.link.request('end-content', {});
		await site?.sources.end('screen');
	},
	/** These lose their media and join anew. */
	rejoin: ({ indices }: { indices: readonly number[] }): void => {
		for (const index of indices) sites[index]?.rejoin();
	},
	/** Those whose links carry less now than all join anew. */
	rejoinLesser: (): void => {
		for (const site of sites) if (site.told.now.carrying !== 'all') site.rejoin();
	},
	/** A page is closed and opened again, another device of the same site; resolves with its id once it is welcomed. */
	reload: async ({ index }: { index: number }): Promise<string> => {
		const former = sites[index];
		if (!former) throw new Error(`there is no site ${index}`);
		former.close();
		const site = new Site(former.options, host, recording);
		sites[index] = site;
		await site.start();
		return site.link.deviceId;
	},
	/** For each site, when it was welcomed last, and how far it knows the journal. */
	welcomes: (): { at: number; seq: number }[] =>
		sites.map(({ welcomedAt, link }) => ({ at: welcomedAt, seq: link.seq })),
	close: (): void => {
		for (const site of sites) site.close();
		sites.length = 0;
	},
};

serveCalls(sitesRole);
