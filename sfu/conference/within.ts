/** Resolves when the work is done or has failed, at the latest after so many ms: it goes on, but nobody waits for it. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
	const { promise: over, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ms);
	try {
		await Promise.race([work, over]);
	} catch {
		// Whoever does the work tells of it.
	} finally {
		clearTimeout(timer);
	}
}
