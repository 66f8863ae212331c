import type { Database } from '#db/client.ts';
import * as v from 'valibot';
import type { JournalHead, JournalRow } from './entry.ts';

/** What a line of the log says of a journal's head (app/live/journal/head-log.ts). */
const lineSchema = v.object({
	msg: v.literal('journal head'),
	streamId: v.string(),
	seq: v.number(),
	hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** The head that a line of the log tells of; undefined for any other line. */
export function readHead(line: string): JournalHead | undefined {
	if (!line.includes('journal head')) return undefined;
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return undefined;
	}
	const { success, output } = v.safeParse(lineSchema, value);
	return success ? { streamId: output.streamId, seq: output.seq, hash: Buffer.from(output.hash, 'hex') } : undefined;
}

/** Whether the journal still has the event that was its head once, as it was. */
export function hasHead(db: Database, { streamId, seq, hash }: JournalHead): boolean {
	const stands = db.sqlite
		.prepare<[string, number], Buffer>('SELECT hash FROM journal WHERE stream_id = ? AND seq = ?')
		.pluck()
		.get(streamId, seq);
	return stands?.equals(hash) ?? false;
}

type Found = Pick<JournalRow, 'stream_id' | 'seq' | 'at' | 'type'>;

/** The event with a hash, as minutes name it; undefined where no journal has it. Reads all of them. */
export const findHash = ({ sqlite }: Database, hash: Buffer): Found | undefined =>
	sqlite.prepare<[Buffer], Found>('SELECT stream_id, seq, at, type FROM journal WHERE hash = ?').get(hash);

/** The event that ended a meeting; undefined until it has ended. */
export const findEnd = ({ sqlite }: Database, meetingId: string): Pick<JournalHead, 'seq' | 'hash'> | undefined =>
	sqlite
		.prepare<[string], Pick<JournalHead, 'seq' | 'hash'>>(
			`SELECT seq, hash FROM journal WHERE stream_id = ? AND type = 'meeting-ended' ORDER BY seq DESC LIMIT 1`,
		)
		.get(meetingId);
