import { toRecorded, type JournalRow } from '#db/journal/entry.ts';
import type { Recorded } from '#meeting/record.ts';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

export const presentRelease = packageJson.version;

/** One folder for each release: a journal as its database holds it, and the state that it folds to. */
export const goldenFile = (release: string, name: string) => path.join(import.meta.dirname, release, name);

export const listReleases = (): string[] =>
	readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

/** A row as a line of JSON, its hashes in hex. */
export const writeRow = (row: JournalRow): string =>
	`${JSON.stringify(row, (_, value: unknown) => (isBuffer(value) ? Buffer.from(value.data).toString('hex') : value))}\n`;

const isBuffer = (value: unknown): value is { type: 'Buffer'; data: number[] } =>
	typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;

/** The rows of a release's journal, as its database held them. */
export function readGolden(release: string): { row: JournalRow; recorded: Recorded }[] {
	const lines = readFileSync(goldenFile(release, 'journal.jsonl'), 'utf8').split('\n').filter(Boolean);
	return lines.map((line) => {
		const { meeting_id, ...read } = JSON.parse(line) as Record<'previous_hash' | 'hash' | 'meeting_id', string>;
		const hashes = { previous_hash: Buffer.from(read.previous_hash, 'hex'), hash: Buffer.from(read.hash, 'hex') };
		// As the migration to streams put it: rows of 0.1.0 named their meeting.
		const before = meeting_id === undefined ? {} : { kind: 'meeting', stream_id: meeting_id, v: 1, form: 1 };
		const row = { ...(read as unknown as JournalRow), ...before, ...hashes };
		return { row, recorded: toRecorded(row) };
	});
}
