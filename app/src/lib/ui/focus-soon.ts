/** A virtual list shows a row that has just come into the page once it has measured it, which takes a frame or two. */
const mostFrames = 20;

/** Focuses what is about to be in the page and visible. Until then the focus stays where it is. */
export async function focusSoon(find: () => HTMLElement | null | undefined): Promise<void> {
	for (let frame = 0; frame < mostFrames; frame += 1) {
		const element = find();
		element?.focus({ preventScroll: true });
		if (element && document.activeElement === element) return;
		await new Promise(requestAnimationFrame);
	}
}
