/** Tables whose key alone orders the rows: for their locality, and the urn so that no order of casting is left. */
const withoutRowid = new Set([
	'journal',
	'urn',
	'link_minutes',
	'link_hours',
	'meeting_participants',
	'meeting_roles',
	'meeting_units',
	'media_node_choices',
	'paper_readers',
	'mark_keys',
	'paper_receipts',
]);

/** Adds STRICT (and WITHOUT ROWID) to each CREATE TABLE that drizzle-kit wrote; `__new_x` is a table `x` rebuilt. */
export function makeStrict(sql: string): string {
	return sql.replace(/CREATE TABLE `(\w+)` \(\n([\s\S]*?)\n\);/g, (_, table: string, body: string) => {
		const options = withoutRowid.has(table.replace(/^__new_/, '')) ? 'STRICT, WITHOUT ROWID' : 'STRICT';
		return `CREATE TABLE \`${table}\` (\n${body}\n) ${options};`;
	});
}
