/** How large pages are drawn: 1 is as large as they fit. */
const steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

/** The next size up or down; undefined: there is none. */
export const zoomStep = (zoom: number, by: 1 | -1): number | undefined =>
	by === 1 ? steps.find((step) => step > zoom) : steps.findLast((step) => step < zoom);
