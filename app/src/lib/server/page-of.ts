/** Which page of a long list is asked for: `?page=2`; from 1. */
export function pageOf(url: URL): number {
	const asked = Number(url.searchParams.get('page') ?? 1);
	return Number.isInteger(asked) && asked > 0 && asked < 1_000_000 ? asked : 1;
}
