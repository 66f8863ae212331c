import type { PresentedMarks } from '#lib/marks/presented-marks.svelte.ts';
import type { ReaderRoom } from '../reader-room.ts';

/** After an attempt in vain, in ms. */
const againAfter = 10_000;

/** Marks that are shown to the meeting on what is presented, for a room's screen. To be made while a component is; it ends with it. */
export class RoomMarks {
	/** undefined: on their way, or nothing is presented */
	current = $state.raw<PresentedMarks>();
	#attempt = $state(0);

	/** @param presented the version; undefined: no marks are to be shown */
	constructor(room: Pick<ReaderRoom, 'live' | 'me' | 'nameOf' | 'ask'>, presented: () => string | undefined) {
		$effect(() => {
			void this.#attempt;
			const versionId = presented();
			if (versionId === undefined) return;
			const { connection } = room.live;
			const hearing = {
				onMarks: (listener: Parameters<typeof connection.on<'shared-marks'>>[1]) =>
					connection.on('shared-marks', listener),
				onAgain: (listener: () => void) => connection.on('welcome', listener),
			};
			let closed = false;
			let begun: PresentedMarks | undefined;
			let timer: ReturnType<typeof setTimeout> | undefined;
			void import('#lib/marks/presented-marks.svelte.ts')
				.then(({ PresentedMarks: Marks }) =>
					Marks.begin({ versionId, me: room.me, named: room.nameOf(room.me), hearing, ask: room.ask }),
				)
				.then((ready) => {
					if (closed) ready.close();
					else begun = this.current = ready;
				})
				.catch(() => {
					if (!closed) timer = setTimeout(() => (this.#attempt += 1), againAfter);
				});
			return () => {
				closed = true;
				clearTimeout(timer);
				begun?.close();
				this.current = undefined;
			};
		});
	}
}
