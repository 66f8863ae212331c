import { fetchMarkTexts } from '#lib/i18n/own-language.ts';
import PresentedLayer from './PresentedLayer.svelte';
import { SharedMarks, type Hearing, type SharedMark } from './shared-marks.svelte.ts';
import type { Ask } from './unsent.ts';

/** Where a paper is presented: on a room's screen. */
interface Place {
	readonly versionId: string;
	/** the room's id as a participant, and its name */
	readonly me: string;
	readonly named: string;
	readonly hearing: Hearing;
	readonly ask: Ask;
}

/** What the meeting is shown on a paper, over its pages on a room's screen, where nobody touches anything. It is fetched for it. */
export class PresentedMarks {
	readonly Layer = PresentedLayer;
	readonly #shared: SharedMarks;

	private constructor(place: Place) {
		this.#shared = new SharedMarks(place);
		void this.#shared.load();
	}

	/** Rejects without a link. */
	static async begin(place: Place): Promise<PresentedMarks> {
		await fetchMarkTexts();
		return new PresentedMarks(place);
	}

	/** Of a page, from 1. The server tells a room no others; what is not for all is not for a wall, whoever tells it. */
	on(page: number): readonly SharedMark[] {
		return (this.#shared.byPage.get(page) ?? []).filter(({ layer }) => layer === 'meeting');
	}

	close(): void {
		this.#shared.close();
	}
}
