import type { Consumer, ConsumerStat, WebRtcTransport } from 'mediasoup/types';
import type { EndpointLink } from '#sfu/link/contract.ts';
import type { Carrying } from '#sfu/link/contract-endpoint.ts';
import { nextTrust, trusted, type Downlink, type Trust } from './carrying.ts';
import type { Traffic } from './leg.ts';
import { OwnLoss, scoreOf, type VoiceCount } from './own-loss.ts';
import { SilentSources } from './silent-sources.ts';
import { Unrepaired, type RepairCount } from './unrepaired.ts';

/** A track that arrives worse than this calls for a look at its link, out of 10. */
const suspicious = 8;

/** Of its own, from which on a link is one that loses something; a share. */
const losesItself = 0.02;

/** Pictures of one endpoint are not made anew more often, in ms: if it did not help, it is something else. */
const renewedEvery = 30_000;

/** The link of one endpoint, as RTCP and the worker's scores tell of it. */
export class LinkMeter {
	readonly #transports: { readonly send: WebRtcTransport; readonly receive: WebRtcTransport };
	readonly #traffic: Traffic;
	readonly #silent = new SilentSources();
	readonly #ownLoss = new OwnLoss();
	readonly #unrepaired = new Unrepaired();
	#renewedAt = -Infinity;
	#overfull = false;
	#availableKbps = 0;
	#trust: Trust = trusted;
	/** Key frames asked for so far: by consumer, and of producers. */
	#asked: { readonly by: ReadonlyMap<string, number>; readonly of: ReadonlyMap<string, number> } | undefined;
	#counted: { packets: ReadonlyMap<number, number>; at: number } | undefined;

	constructor(transports: { readonly send: WebRtcTransport; readonly receive: WebRtcTransport }, traffic: Traffic) {
		this.#transports = transports;
		this.#traffic = traffic;
	}

	get carrying(): Carrying {
		return this.#trust.carrying;
	}

	/** It lost voices while a screen was given the room that a screen needs: it has less. */
	get overfull(): boolean {
		return this.#overfull;
	}

	/** In trouble, or being tried: to be measured more often. */
	get isSuspect(): boolean {
		const { carrying, bad } = this.#trust;
		// What comes from its sender no better is not this link's fault.
		const arrivesBadly = this.#traffic.flowing().some(({ score: { score, producerScore } }) => {
			return score < Math.min(suspicious, producerScore);
		});
		const doubts = this.#silent.doubts || this.#unrepaired.doubts || this.#traffic.asksOften();
		return carrying !== 'all' || bad > 0 || arrivesBadly || doubts;
	}

	/** Measures now; rejects when the endpoint goes meanwhile. `now` in ms, of a clock that never goes back. */
	async measure(now: number): Promise<EndpointLink> {
		const { endpointId } = this.#traffic;
		const { send, receive } = this.#transports;
		const consumers = this.#traffic.flowing();
		const [[down], [up], tracks, arrived] = await Promise.all([
			receive.getStats(),
			send.getStats(),
			Promise.all(consumers.map((consumer) => consumer.getStats())),
			this.#arrived(),
		]);
		if (!down || !up) throw new Error('a transport has statistics');
		const outbound = tracks.flat().filter(({ type }) => type === 'outbound-rtp');
		const newLoss = this.#ownLoss.take(
			{ sent: countPackets(outbound.filter(({ kind }) => kind === 'video')), loss: down.rtpPacketLossSent },
			tracks.flatMap(countVoice),
			now,
		);
		this.#countRequests(consumers, tracks, arrived, now);
		const loss = consumers.length === 0 ? null : this.#ownLoss.latest(now);
		const trips = outbound.flatMap(({ roundTripTime }) => (roundTripTime ? [Math.round(roundTripTime)] : []));
		const sent = [...this.#traffic.sending().values()];
		const used = [...(consumers.length > 0 ? [down] : []), ...(sent.length > 0 ? [up] : [])];
		// A transport that has something to carry and is not connected makes all other figures meaningless.
		const stands = used.every(({ dtlsState }) => dtlsState === 'connected');
		const tuple = stands ? (down.iceSelectedTuple ?? up.iceSelectedTuple) : undefined;
		const link = {
			kbps: kilo(down.sendBitrate),
			pps: this.#packetRate(outbound, now),
			availableKbps: down.availableOutgoingBitrate === undefined ? null : kilo(down.availableOutgoingBitrate),
			loss,
			// A queue on the way delays every stream; one report that was written late delays one.
			rttMs: least(trips),
			// The worst track, as far as what this link loses explains it.
			score: loss === null ? null : Math.max(scoreOf(loss), least(consumers.map(({ score }) => score.score)) ?? 0),
		};
		this.#lookForUnrepaired(consumers, tracks, link, now);
		const there = consumers.filter(({ closed }) => !closed);
		const starved = await whichStarve(there);
		// Of many pictures that begin together some wait until the worker has found out what the link carries.
		const waits = starved === 'some' && this.#availableGrows(link.availableKbps);
		this.#follow({ loss: newLoss, starved: waits ? 'none' : starved, rttMs: link.rttMs }, now);
		return {
			endpointId,
			protocol: tuple?.protocol ?? null,
			down: link,
			up: {
				kbps: kilo(up.recvBitrate),
				loss: up.rtpPacketLossReceived ?? null,
				// The best layer counts: not all of them need be taken.
				score: least(
					sent.flatMap(({ score }) => (score.length === 0 ? [] : [Math.max(...score.map((each) => each.score))])),
				),
				silent: this.#silent.look(arrived, now),
			},
			carrying: this.carrying,
		};
	}

	/** A screen on which nothing changes may send nothing. */
	async #arrived(): Promise<(Parameters<SilentSources['look']>[0][number] & { readonly requests: number })[]> {
		const due = [...this.#traffic.sending()].filter(([source, { paused }]) => source !== 'screen' && !paused);
		return Promise.all(
			due.map(async ([source, producer]) => {
				const streams = await producer.getStats();
				const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0);
				return { producerId: producer.id, source, packets, requests: countRequests(streams) };
			}),
		);
	}

	#countRequests(
		consumers: readonly Consumer[],
		tracks: readonly (readonly ConsumerStat[])[],
		arrived: readonly { readonly producerId: string; readonly requests: number }[],
		now: number,
	): void {
		const streams = tracks.map((each) => each.filter(({ type }) => type === 'outbound-rtp'));
		const by = new Map(consumers.map(({ id }, index) => [id, countRequests(streams[index] ?? [])]));
		const of = new Map(arrived.map(({ producerId, requests }) => [producerId, requests]));
		const before = this.#asked;
		this.#asked = { by, of };
		if (before) this.#traffic.countRequests(grown(before.by, by), grown(before.of, of));
		this.#traffic.noteRequests(by, now);
	}

	/**
	 * What a sender's uplink lost is asked for by everybody, and nobody's to repair here. Behind a long queue all that is asked
	 * for is too old to be sent again, and another consumer begins with a key frame, which makes the queue longer.
	 */
	#lookForUnrepaired(
		consumers: readonly Consumer[],
		tracks: readonly (readonly ConsumerStat[])[],
		{ loss, rttMs }: Pick<EndpointLink['down'], 'loss' | 'rttMs'>,
		now: number,
	): void {
		const mayRepair = (loss ?? 0) > losesItself && (rttMs ?? 0) <= 1_000 && now - this.#renewedAt >= renewedEvery;
		// Some may be gone by the time that all have told.
		const counts = consumers.flatMap((each, index) => (each.closed ? [] : countRepair(each, tracks[index])));
		for (const consumerId of this.#unrepaired.take(mayRepair ? counts : [])) {
			this.#renewedAt = now;
			this.#traffic.onUnrepaired(consumerId);
		}
	}

	#packetRate(streams: readonly { ssrc: number; packetCount: number }[], now: number): number | null {
		const before = this.#counted;
		const packets = countPackets(streams);
		this.#counted = { packets, at: now };
		if (!before) return null;
		return Math.round((grown(before.packets, packets) * 1000) / (now - before.at));
	}

	/** The estimate is a tenth and more above what it was at the last look. */
	#availableGrows(kbps: number | null): boolean {
		const before = this.#availableKbps;
		this.#availableKbps = kbps ?? 0;
		return this.#availableKbps > before * 1.1;
	}

	#follow(downlink: Downlink, now: number): void {
		const before = this.carrying;
		this.#trust = nextTrust(this.#trust, downlink, now);
		if (this.carrying === before) return;
		if (this.carrying === 'sound') this.#overfull = downlink.starved !== 'all';
		if (this.carrying === 'half') this.#overfull = false;
		this.#traffic.onCarrying();
	}
}

async function whichStarve(consumers: readonly Consumer[]): Promise<Downlink['starved']> {
	const pictures = consumers.filter(({ kind }) => kind === 'video');
	const starving = (await Promise.all(pictures.map(isStarved))).filter(Boolean).length;
	if (starving === 0) return 'none';
	return starving < pictures.length ? 'some' : 'all';
}

/**
 * mediasoup aims at no layer of a picture when its bandwidth estimate has no room for the smallest. One that it aims at and
 * does not send yet waits for a key frame: that is its sender's, and says nothing of the receiver's link.
 */
async function isStarved(consumer: Consumer): Promise<boolean> {
	const { type, currentLayers, score } = consumer;
	if (type !== 'simulcast' || currentLayers !== undefined) return false;
	if (!score.producerScores.some((each) => each > 0)) return false;
	const dump = await consumer.dump();
	return 'targetSpatialLayer' in dump && dump.targetSpatialLayer < 0;
}

const kilo = (bits: number) => Math.round(bits / 1000);
const least = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));

const countRequests = (streams: readonly { readonly pliCount: number; readonly firCount: number }[]): number =>
	streams.reduce((sum, { pliCount, firCount }) => sum + pliCount + firCount, 0);

/** By how much counters have grown that were there before. */
function grown<Id>(before: ReadonlyMap<Id, number>, now: ReadonlyMap<Id, number>): number {
	let sum = 0;
	for (const [id, count] of now) sum += Math.max(0, count - (before.get(id) ?? count));
	return sum;
}

const countPackets = (streams: readonly { ssrc: number; packetCount: number }[]): ReadonlyMap<number, number> =>
	new Map(streams.map(({ ssrc, packetCount }) => [ssrc, packetCount]));

function countRepair({ id: consumerId, kind }: Consumer, streams: readonly ConsumerStat[] = []): RepairCount[] {
	const sent = streams.find(({ type }) => type === 'outbound-rtp');
	if (!sent || kind !== 'video') return [];
	return [{ consumerId, asked: sent.nackPacketCount, repaired: sent.packetsRetransmitted }];
}

/** Of a consumer's statistics: its own stream's, and its sender's. */
function countVoice(streams: readonly ConsumerStat[]): VoiceCount[] {
	const sent = streams.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'audio');
	if (!sent) return [];
	const arrived = streams.find(({ type }) => type === 'inbound-rtp');
	const { ssrc, packetCount, packetsLost, fractionLost, jitter, roundTripTime } = sent;
	return [
		{
			ssrc,
			sent: packetCount,
			missing: packetsLost,
			missingBefore: arrived?.packetsLost ?? 0,
			report: [packetsLost, fractionLost, jitter, roundTripTime].join(' '),
		},
	];
}
