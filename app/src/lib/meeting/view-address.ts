/**
 * What fills the page: the stage, the site wall in its place, or the wall alone in a window of its own, which has neither
 * camera nor sound. The address says it (`?view=`), so that a reload comes back to it.
 */
const views = ['stage', 'wall', 'wall-only'] as const;
export type View = (typeof views)[number];

export function viewOf(address: string): View {
	const wanted = new URL(address).searchParams.get('view');
	return views.find((view) => view === wanted) ?? 'stage';
}

/** The same page in another view: path and query. */
export function addressOf(view: View, address: string): string {
	const url = new URL(address);
	if (view === 'stage') url.searchParams.delete('view');
	else url.searchParams.set('view', view);
	return url.pathname + url.search;
}
