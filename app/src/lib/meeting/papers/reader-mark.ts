import type { ReaderRoom } from '../reader-room.ts';

/**
 * Whose name lies over the pages of a paper: who reads it, and of which unit. Undefined for a public one; what the plan has no
 * more, an earlier version, is marked.
 */
export function readerMark(room: Pick<ReaderRoom, 'live' | 'me'>, versionId: string | null): string | undefined {
	const paper = room.live.state.plan?.papers.find((each) => each.versionId === versionId);
	if (paper?.label === 'public') return undefined;
	const { name = '', unitName = '' } = room.live.participant(room.me) ?? {};
	return [name, unitName].filter((part) => part !== '').join(' · ');
}
