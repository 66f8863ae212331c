import { invalidate } from '$app/navigation';

/** Between two looks at nodes that come and go, in ms. */
const every = 5_000;

/** Reads anew how the nodes do while the page is seen; for an effect, which ends it. */
export function keepFresh(): () => void {
	const timer = setInterval(() => {
		if (document.visibilityState === 'visible') void invalidate('admin:nodes');
	}, every);
	return () => clearInterval(timer);
}
