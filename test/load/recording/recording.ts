import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIvf } from './ivf.ts';
import { readOggOpus } from './ogg-opus.ts';

/** One simulcast layer of the recorded camera. */
export interface RecordedLayer {
	/** bit/s that it was encoded for. */
	readonly bitrate: number;
	/** The first is a key frame, the others are not. */
	readonly frames: readonly Buffer[];
}

export interface Recording {
	/** From small to large; all have the same number of frames, 30 a second. */
	readonly camera: readonly RecordedLayer[];
	/** Opus packets of 40 ms. */
	readonly microphone: readonly Buffer[];
	/** The camera's JPEG for the site wall. */
	readonly still: Buffer;
}

const layers = [
	{ file: 'camera-180p.ivf', bitrate: 150_000 },
	{ file: 'camera-360p.ivf', bitrate: 500_000 },
	{ file: 'camera-720p.ivf', bitrate: 1_800_000 },
];

/** Reads the files beside this one, which `record.ts` made: 1.7 MB. */
export function loadRecording(): Recording {
	const read = (file: string) => readFileSync(join(import.meta.dirname, file));
	return {
		camera: layers.map(({ file, bitrate }) => ({ bitrate, frames: readIvf(read(file)) })),
		microphone: readOggOpus(read('speech.opus')),
		still: read('still.jpg'),
	};
}
