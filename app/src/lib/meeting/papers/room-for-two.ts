/** Two papers side by side can both be read there: a tablet on its side, a laptop; no phone. CSS pixels of the page. */
export const hasRoomForTwo = (width: number, height: number): boolean =>
	width >= 960 && height >= 480 && width > height;
