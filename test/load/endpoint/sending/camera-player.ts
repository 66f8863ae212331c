import { randomInt } from 'node:crypto';
import type { RecordedLayer } from '../../recording/recording.ts';
import type { PayloadDescriptor } from '../rtp/vp8.ts';

/** Of frames 1, 2, 3 and 4 after a key frame, over and over, as Chromium encodes L1T3. */
const temporalPattern = [
	{ temporalLayer: 0, layerSync: false, disposable: false },
	{ temporalLayer: 2, layerSync: true, disposable: true },
	{ temporalLayer: 1, layerSync: true, disposable: false },
	{ temporalLayer: 2, layerSync: false, disposable: true },
] as const;

export interface PlayedFrame {
	/** From 0, the smallest. */
	readonly layer: number;
	readonly bytes: Buffer;
	readonly keyFrame: boolean;
	readonly descriptor: PayloadDescriptor;
}

interface LayerState {
	pictureId: number;
	tl0PictureIndex: number;
	needsKeyFrame: boolean;
}

/**
 * Plays the recorded camera as an encoder would give it, frame by frame. After the end it goes on with the first inter
 * frame. A key frame, the recording's first frame, comes when asked for, in all layers at once as libwebrtc's VP8
 * simulcast does it.
 */
export class CameraPlayer {
	readonly #layers: readonly RecordedLayer[];
	readonly #states: LayerState[];
	readonly #length: number;
	#position = -1;
	#active: number;

	constructor(layers: readonly RecordedLayer[]) {
		this.#layers = layers;
		this.#active = layers.length;
		this.#states = layers.map(() => {
			return { pictureId: randomInt(0x8000), tl0PictureIndex: randomInt(0x100), needsKeyFrame: true };
		});
		this.#length = Math.min(...layers.map(({ frames }) => frames.length));
	}

	get layers(): number {
		return this.#layers.length;
	}

	get active(): number {
		return this.#active;
	}

	/** The `count` lowest layers are encoded from the next frame on; one that comes on begins with a key frame. */
	setActive(count: number): void {
		const wanted = Math.max(0, Math.min(this.#layers.length, count));
		if (wanted > this.#active) this.requestKeyFrame();
		this.#active = wanted;
	}

	/** The next frame is a key frame. */
	requestKeyFrame(): void {
		for (const state of this.#states) state.needsKeyFrame = true;
	}

	/** The next frame of each active layer. */
	next(): PlayedFrame[] {
		// The last frame ends a round of the pattern, so the first inter frame goes on with the next.
		this.#position = this.#position + 1 < this.#length ? this.#position + 1 : 1;
		return this.#layers.slice(0, this.#active).map((_, layer) => this.#play(layer));
	}

	#play(layer: number): PlayedFrame {
		const state = this.#states[layer];
		const keyFrame = state?.needsKeyFrame ?? true;
		const bytes = this.#layers[layer]?.frames[keyFrame ? 0 : this.#position];
		if (!state || !bytes) throw new Error(`the recording has no frame ${this.#position} in layer ${layer}`);
		const pattern = temporalPattern[this.#position % 4] ?? temporalPattern[0];
		const marks = keyFrame ? { temporalLayer: 0, layerSync: true, disposable: false } : pattern;
		state.needsKeyFrame = false;
		state.pictureId = (state.pictureId + 1) & 0x7fff;
		if (marks.temporalLayer === 0) state.tl0PictureIndex = (state.tl0PictureIndex + 1) & 0xff;
		const { pictureId, tl0PictureIndex } = state;
		return { layer, bytes, keyFrame, descriptor: { pictureId, tl0PictureIndex, ...marks } };
	}
}
