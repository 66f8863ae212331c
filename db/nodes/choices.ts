import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { meetingParticipants } from '../schema/meetings.ts';
import { mediaNodeChoices, mediaNodes } from '../schema/nodes.ts';
import { localName } from './nodes.ts';

/** Somebody in a meeting, a person or a room. */
export interface Placed {
	readonly meetingId: string;
	readonly participantId: string;
}

/**
 * From now on they are with that node in this meeting; null: with whichever is theirs.
 * @throws DataError `not-found` (who takes part, node, or its token is revoked)
 */
export function chooseNode({ orm }: Database, of: Placed & { readonly nodeId: string | null }): void {
	const { meetingId, participantId, nodeId } = of;
	const takesPart = orm
		.select({ id: meetingParticipants.participantId })
		.from(meetingParticipants)
		.where(and(eq(meetingParticipants.meetingId, meetingId), eq(meetingParticipants.participantId, participantId)))
		.get();
	if (!takesPart) throw new DataError('not-found', participantId);
	if (nodeId === null) {
		const its = and(eq(mediaNodeChoices.meetingId, meetingId), eq(mediaNodeChoices.participantId, participantId));
		orm.delete(mediaNodeChoices).where(its).run();
		return;
	}
	const inUse = and(eq(mediaNodes.id, nodeId), isNull(mediaNodes.revokedAt));
	if (nodeId !== localName && !orm.select({ id: mediaNodes.id }).from(mediaNodes).where(inUse).get())
		throw new DataError('not-found', nodeId);
	const { meetingId: meeting, participantId: who } = mediaNodeChoices;
	orm
		.insert(mediaNodeChoices)
		.values({ meetingId, participantId, nodeId })
		.onConflictDoUpdate({ target: [meeting, who], set: { nodeId } })
		.run();
}

/** By who takes part. */
export const chosenNodes = ({ orm }: Database, meetingId: string): Map<string, string> =>
	new Map(
		orm
			.select()
			.from(mediaNodeChoices)
			.where(eq(mediaNodeChoices.meetingId, meetingId))
			.all()
			.map(({ participantId, nodeId }) => [participantId, nodeId]),
	);
