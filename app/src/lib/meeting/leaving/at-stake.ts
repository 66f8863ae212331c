import type { MeetingState } from '#meeting/state.ts';

/** What is lost, or left to nobody, when somebody leaves the meeting's page. */
export type Stake = 'floor' | 'share' | 'present' | 'chair' | 'note';

interface Leaver {
	readonly state: MeetingState;
	readonly participantId: string;
	/** of this very page */
	readonly deviceId: string;
	readonly isChair: boolean;
	/** a note that the server has not got yet */
	readonly hasUnsavedNote: boolean;
}

/** Nothing: they leave without a question. */
export function atStake({ state, participantId, deviceId, isChair, hasUnsavedNote }: Leaver): Stake[] {
	const { phase } = state.lifecycle;
	const under = phase === 'live' || phase === 'paused';
	const stakes: readonly (readonly [Stake, boolean])[] = [
		['floor', under && state.floor.holder?.participantId === participantId],
		['share', under && state.stage.content?.deviceId === deviceId],
		['present', under && state.presenting?.participantId === participantId],
		['chair', under && isChair],
		['note', hasUnsavedNote],
	];
	return stakes.flatMap(([stake, holds]) => (holds ? [stake] : []));
}
