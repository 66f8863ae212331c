import { harmlessLoss } from './carrying.ts';

/** What one voice's stream has come to, counted from its beginning. */
export interface VoiceCount {
	readonly ssrc: number;
	/** Packets sent to the receiver, and how many it says are missing. */
	readonly sent: number;
	readonly missing: number;
	/** Packets that were missing when the node got them: the receiver misses them, too. */
	readonly missingBefore: number;
	/** Differs from report to report of the receiver. */
	readonly report: string;
}

/** What pictures have come to: packets sent by stream, and the share of them that was lost lately, as transport-cc tells. */
export interface PictureCount {
	readonly sent: ReadonlyMap<number, number>;
	readonly loss: number | undefined;
}

interface Sample extends VoiceCount {
	readonly at: number;
}

/** Of fewer packets a share says nothing: two of ten are an accident. */
const enough = 50;

/** So long a share is what is known of the link, where nothing newer is. ms */
const knownFor = 15_000;

/** So old a receiver's report on sound may be: libwebrtc writes one every 5 s. ms */
const reportAge = 6_000;

/** So old mediasoup's own count may be of what it misses: it counts when it reports to the sender. ms */
const countAge = 2_000;

/**
 * What a downlink alone loses. A receiver's report counts whatever it misses, also what never reached the node: a
 * speaker's bad uplink would look like a bad downlink at every site. Transport-cc numbers what is sent to this one
 * receiver, but mediasoup numbers pictures only; of voices it is what is missing less what was missing before.
 */
export class OwnLoss {
	#pictures: ReadonlyMap<number, number> = new Map();
	#picturePackets = 0;
	/** by stream, the oldest first; the base, from which the next share is counted, apart */
	readonly #voices = new Map<number, { base: Sample; seen: Sample[] }>();

	#latest = { share: 0, at: -Infinity };

	/** What was found last, 0 to 1; null: nothing lately. `now` as in `take`. */
	latest(now: number): number | null {
		return now - this.#latest.at <= knownFor ? this.#latest.share : null;
	}

	/**
	 * 0 to 1; null: too little was sent or reported since the last time, or what is missing may as well have been missing
	 * before: that is no sign of a good link either, and must not end the row of bad ones that pictures tell of. `now` in ms,
	 * of a clock that never goes back.
	 */
	take(pictures: PictureCount, voices: readonly VoiceCount[], now: number): number | null {
		for (const ssrc of this.#voices.keys()) if (!voices.some((voice) => voice.ssrc === ssrc)) this.#voices.delete(ssrc);
		const ofPictures = this.#ofPictures(pictures);
		const ofVoices = voices.flatMap((voice) => this.#ofVoice({ ...voice, at: now }) ?? []);
		const known = ofVoices.filter(({ doubtful }) => !doubtful).map(({ share }) => share);
		if (ofPictures !== undefined) known.push(ofPictures);
		if (known.length === 0) {
			// Better than nothing, and nobody is blamed on doubt.
			const doubtful = ofVoices.map(({ share }) => share);
			if (doubtful.length > 0 && this.latest(now) === null) this.#latest = { share: Math.max(...doubtful), at: now };
			return null;
		}
		this.#latest = { share: Math.max(...known), at: now };
		return this.#latest.share;
	}

	#ofPictures({ sent, loss }: PictureCount): number | undefined {
		for (const [ssrc, count] of sent) this.#picturePackets += count - (this.#pictures.get(ssrc) ?? count);
		this.#pictures = sent;
		// What was lost of pictures that do not flow any more says nothing of now.
		if (loss === undefined || this.#picturePackets < enough) return undefined;
		this.#picturePackets = 0;
		return loss;
	}

	/** `doubtful`: of more than is harmless this link may have lost nothing, and may have lost it all. */
	#ofVoice(now: Sample): { readonly share: number; readonly doubtful: boolean } | undefined {
		const voice = this.#voices.get(now.ssrc);
		if (!voice) {
			this.#voices.set(now.ssrc, { base: now, seen: [now] });
			return undefined;
		}
		const { base, seen } = voice;
		seen.push(now);
		const end = seen.findLast(({ at }) => at <= now.at - countAge) ?? base;
		const sent = end.sent - base.sent;
		if (sent < enough || end.report === base.report) return undefined;
		// Nobody is blamed for what may have been missing before, by the oldest and newest that reports and counts may be.
		const before = seen.findLast(({ at }) => at <= base.at - reportAge);
		const missingBefore = Math.max(0, now.missingBefore - (before?.missingBefore ?? 0));
		const missing = end.missing - base.missing;
		const share = Math.min(1, Math.max(0, (missing - missingBefore) / sent));
		const kept = seen.findLastIndex(({ at }) => at <= end.at - reportAge);
		this.#voices.set(now.ssrc, { base: end, seen: seen.slice(Math.max(0, kept)) });
		return { share, doubtful: share <= harmlessLoss && missing / sent > harmlessLoss };
	}
}

/** As mediasoup scores a stream of which this share is lost: 10 at best. */
export const scoreOf = (loss: number): number => Math.round((1 - loss) ** 4 * 10);
