import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { isResting } from '#meeting/stage/stage-of.ts';
import { onAir } from '#meeting/sound.ts';
import type { RoomMedia } from '../room-media.svelte.ts';
import { placeTiles } from '../stage/place-tiles.ts';
import { islandOf, type Arriving } from './island-of.ts';
import { islandStage } from './island-stage.ts';

/** An area is left to itself by its node after so long without the province; before that nothing of it is shown. ms */
const beginsAfter = 3_000;

const lookEvery = 500;

/** What has come within so long comes. ms */
const comesWithin = 2_000;

interface Count {
	readonly packets: number;
	/** performance.now() of the look that found more of them; -Infinity: none has */
	readonly grewAt: number;
}

/** While the server is silent: whether the area meets by itself, which is seen by what comes of it. */
export class Island {
	readonly #live: LiveMeeting;
	readonly #media: RoomMedia;
	#timer: ReturnType<typeof setInterval> | undefined;
	/** by consumer, since the server fell silent */
	#counts: ReadonlyMap<string, Count> | undefined;
	#microphoneWasOn = false;

	constructor(live: LiveMeeting, media: RoomMedia) {
		this.#live = live;
		this.#media = media;
	}

	/** Call when the server falls silent or is there again. */
	watch(silent: boolean): void {
		if (silent) this.#timer ??= setInterval(() => void this.#look(), lookEvery);
		else this.close();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
		this.#timer = this.#counts = undefined;
		this.#be(null);
	}

	async #look(): Promise<void> {
		const { session } = this.#media;
		if (session.reserve.length === 0) return;
		const timer = this.#timer;
		const packets = await session.countArrived();
		if (!packets || timer === undefined || timer !== this.#timer) return;
		const { state, outside, awaySince } = this.#live;
		const now = performance.now();
		const former = this.#counts;
		this.#counts = new Map(
			[...packets].map(([id, count]) => {
				const grew = former !== undefined && count > (former.get(id)?.packets ?? 0);
				return [id, { packets: count, grewAt: grew ? now : (former?.get(id)?.grewAt ?? -Infinity) }];
			}),
		);
		const begins = awaySince !== null && now - awaySince >= beginsAfter && !outside && !isResting(state);
		this.#be(begins ? islandOf(session.reserve, this.#arriving(now), this.#live.island !== null) : null);
	}

	#arriving(now: number): readonly Arriving[] {
		const { state, stage } = this.#live;
		const { tracks } = this.#media;
		const { main, secondary } = placeTiles(state, stage, tracks);
		const placed = [main, ...secondary].map((tile) => tile?.track);
		const heard = onAir(state, stage);
		return tracks.map((track) => {
			const { consumerId, endpointId, source, muted, viewed } = track;
			const onStage = {
				camera: placed.includes(track),
				microphone: heard.includes(endpointId),
				screen: endpointId === stage.contentDeviceId,
			}[source];
			const arrives = now - (this.#counts?.get(consumerId)?.grewAt ?? -Infinity) < comesWithin;
			return { endpointId, source, onStage: viewed || onStage, muted, arrives };
		});
	}

	#be(island: readonly string[] | null): void {
		const { session } = this.#media;
		const begins = this.#live.island === null && island !== null;
		const ends = this.#live.island !== null && island === null;
		if (begins) this.#microphoneWasOn = session.microphone.on;
		// Who opened it here spoke to the area; in the meeting it was off, and the province does not hear them unasked.
		if (ends && session.microphone.on && !this.#microphoneWasOn) session.setMuted('microphone', true);
		if (begins || ends) session.alone = begins;
		this.#live.island = island && islandStage(this.#live.state, this.#live.stage, island, this.#live.participantId);
	}
}
