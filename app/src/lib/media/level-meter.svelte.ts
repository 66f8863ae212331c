/** How loud a microphone is, for the bar beside it. */
export class LevelMeter {
	/** 0 (silence) to 1 (full scale), about 20 times a second; falls slowly so that an eye can follow. */
	level = $state(0);
	/** Something was heard since the meter was attached. */
	heard = $state(false);

	#context: AudioContext | undefined;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** Measures this stream's sound from now on; null: none. */
	attach(stream: MediaStream | null): void {
		this.close();
		if (!stream || stream.getAudioTracks().length === 0) return;
		this.heard = false;
		const context = new AudioContext();
		this.#context = context;
		const analyser = context.createAnalyser();
		analyser.fftSize = 1024;
		context.createMediaStreamSource(stream).connect(analyser);
		const samples = new Float32Array(analyser.fftSize);
		this.#timer = setInterval(() => {
			// Suspended until the person has touched the page.
			if (context.state === 'suspended') void context.resume().catch(() => {});
			analyser.getFloatTimeDomainData(samples);
			const now = loudness(samples);
			this.level = Math.max(now, this.level * 0.85);
			if (now > audible) this.heard = true;
		}, 50);
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
		this.#context?.close().catch(() => {});
		this.#context = undefined;
		this.level = 0;
	}
}

/** −48 dBFS on the scale below: above a quiet room's noise. */
const audible = 0.2;

/** Root mean square, from −60 dBFS (0) to full scale (1): as the ear hears steps. */
function loudness(samples: Float32Array): number {
	let sum = 0;
	for (const sample of samples) sum += sample * sample;
	const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
	return Math.min(1, Math.max(0, (decibels + 60) / 60));
}
