/** The same search on another of its pages. @param search as in an address: `?q=lan&page=2` */
export function pageAddress(search: string, page: number): string {
	const parameters = new URLSearchParams(search);
	parameters.set('page', String(page));
	return `?${parameters}`;
}

/** A form action that comes back to where it was asked from: search and page stay. */
export function actionAddress(search: string, action: string): string {
	const parameters = new URLSearchParams(search).toString();
	return parameters === '' ? `?/${action}` : `?/${action}&${parameters}`;
}
