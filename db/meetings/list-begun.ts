import { and, exists, eq, notInArray } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { streams } from '../schema/journal.ts';
import { meetings } from '../schema/meetings.ts';

/** The meetings whose doors have been opened and that have not ended: they have a journal that goes on. */
export const listBegun = ({ orm }: Database): string[] =>
	orm
		.select({ id: meetings.id })
		.from(meetings)
		.where(
			and(
				notInArray(meetings.status, ['ended', 'minutes-approved', 'archived']),
				exists(orm.select().from(streams).where(eq(streams.id, meetings.id))),
			),
		)
		.all()
		.map(({ id }) => id);
