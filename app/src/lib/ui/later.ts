/**
 * The way to a part of the page that is fetched when it is needed: what has come is given at once from then on, and not as
 * a promise, so that `Later` shows it without a frame of waiting.
 */
export function later<Part>(load: () => Promise<Part>): () => Part | Promise<Part> {
	let part: Part | undefined;
	return () => part ?? load().then((loaded) => (part = loaded));
}
