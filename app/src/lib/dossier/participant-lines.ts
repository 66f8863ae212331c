import type { MeetingParticipant } from '#db/meetings/participants.ts';

/** Of a participant what pages show. */
export interface ShownParticipant extends Omit<MeetingParticipant, 'unitId' | 'unitCode'> {
	/** of the body that meets */
	readonly isMember: boolean;
}

/**
 * Participants as text, for each a line of what pages show, with tabs between: to write hundreds of them out as objects took
 * Kit longer than all else of a dossier's page together.
 */
export const participantLines = (
	participants: readonly MeetingParticipant[],
	members: ReadonlySet<string> = new Set(),
): string =>
	participants
		.map(({ id, kind, roles, siteId, name, position, unitName }) =>
			[
				id,
				kind,
				roles.join(' '),
				siteId ?? '',
				members.has(id) ? 'member' : '',
				...[name, position, unitName].map((text) => text.replace(/[\t\n]/g, ' ')),
			].join('\t'),
		)
		.join('\n');

export const readParticipantLines = (lines: string): ShownParticipant[] =>
	lines.split('\n').flatMap((line) => {
		const [id = '', kind, roles = '', siteId = '', member, name = '', position = '', unitName = ''] = line.split('\t');
		if (id === '') return [];
		return {
			id,
			kind: kind as ShownParticipant['kind'],
			roles: roles.split(' ').filter((role) => role !== '') as ShownParticipant['roles'][number][],
			siteId: siteId === '' ? null : siteId,
			isMember: member === 'member',
			name,
			position,
			unitName,
		};
	});
