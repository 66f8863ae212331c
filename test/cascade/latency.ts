import type { Source } from '#sfu/link/contract-endpoint.ts';
import { nearestRank, percentiles } from '#test/support/percentiles.ts';
import type { PassageKey } from '../load/endpoint/rtp/passages.ts';
import type { Passed } from '../load/run/sites-role.ts';

type Times = ReadonlyMap<PassageKey, number>;

export interface Passages {
	readonly speakerId: string;
	/** of the speaker, and of who listens with the same node */
	readonly near: readonly Passed[];
	/** of who listens behind lines */
	readonly far: readonly Passed[];
}

/** Pictures of the recording come again after 5 s: what is apart by more is of two rounds. ms */
const sameRound = 2_000;

/**
 * How much later what is said and shown comes to who is behind lines than to who is with the speaker's node: each packet of
 * the voice, and the first of each picture, at both ends, by the kernel's clock of arrival.
 */
export function latencies({ speakerId, near, far }: Passages) {
	const of = (passed: readonly Passed[], source: Source, isSpeaker = false): Times[] =>
		passed
			.filter((each) => each.source === source && (each.deviceId === speakerId) === isSpeaker)
			.map(({ times }) => new Map(times));
	const after = (from: Times | undefined, to: readonly Times[]): number[] =>
		to.flatMap((times) =>
			[...times].flatMap(([key, time]) => {
				const ms = time - (from?.get(key) ?? Infinity);
				return Math.abs(ms) < sameRound ? [ms] : [];
			}),
		);
	const added = (source: Source) => after(of(near, source)[0], of(far, source));
	const captured = (source: Source) => of(near, source, true)[0];
	const whole = (source: Source) => of(far, source).map((times) => after(captured(source), [times]));
	const [voices, pictures] = [whole('microphone'), whole('camera')];
	const apart = pictures.map((picture, index) => nearestRank(picture) - nearestRank(voices[index] ?? []));
	return {
		added_latency_ms: { voice: percentiles(added('microphone')), picture: percentiles(added('camera')) },
		/** from the camera and the microphone on */
		latency_ms: { voice: percentiles(voices.flat()), picture: percentiles(pictures.flat()) },
		/** where it is most, of who is behind lines: the picture in the middle of all behind the sound in the middle of all */
		picture_behind_voice_ms: Number(apart.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0]?.toFixed(1)),
	};
}
