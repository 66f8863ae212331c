/** Plays 440 Hz for one second on a speaker (null: the system's default); resolves when it has ended. */
export async function playTestTone(speakerId: string | null): Promise<void> {
	const context = new AudioContext();
	try {
		// Firefox and Safari cannot choose the speaker this way: the tone comes from the default one there.
		if (speakerId !== null && 'setSinkId' in context && typeof context.setSinkId === 'function')
			await context.setSinkId(speakerId);
		await context.resume();
		const tone = new OscillatorNode(context, { frequency: 440 });
		const volume = new GainNode(context, { gain: 0 });
		tone.connect(volume).connect(context.destination);
		const { currentTime } = context;
		// Rises and falls softly: a hard edge is heard as a click and taken for a fault.
		volume.gain.linearRampToValueAtTime(0.25, currentTime + 0.05);
		volume.gain.setValueAtTime(0.25, currentTime + 0.9);
		volume.gain.linearRampToValueAtTime(0, currentTime + 1);
		const ended = new Promise((resolve) => tone.addEventListener('ended', resolve, { once: true }));
		tone.start();
		tone.stop(currentTime + 1);
		await ended;
	} finally {
		await context.close();
	}
}
