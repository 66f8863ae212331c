/** Resolves after so many ms, as soon as the device has a network again, or when it is stopped. */
export function pauseOnline(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			globalThis.removeEventListener?.('online', done);
			signal.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		// Node, where tests run, has no such event.
		globalThis.addEventListener?.('online', done);
		signal.addEventListener('abort', done);
	});
}
