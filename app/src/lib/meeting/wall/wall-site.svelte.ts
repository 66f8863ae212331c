import type { Still, WallState } from '#contract/wall.ts';

/** What is known of one entry of the wall at this moment. Each is its own state: a new still redraws one tile. */
export class WallSite {
	readonly id: string;
	/** null: not told yet */
	state = $state.raw<WallState | null>(null);
	/** an object URL, and when it was taken (ms since the epoch by the server's clock) */
	still = $state.raw<{ readonly url: string; readonly at: number } | null>(null);

	constructor(id: string) {
		this.id = id;
	}

	hear(state: WallState): void {
		// What another camera saw, or one that is off, is no picture of this entry.
		if (state.cameraDeviceId !== this.state?.cameraDeviceId) this.forgetStill();
		this.state = state;
	}

	show({ jpeg, at }: Still): void {
		this.forgetStill();
		this.still = { url: URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' })), at };
	}

	forgetStill(): void {
		if (this.still) URL.revokeObjectURL(this.still.url);
		this.still = null;
	}
}
