import * as v from 'valibot';
import { actingParticipant, command, happened } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessLive } from './lifecycle.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import { mayPresent } from './stage/commands.ts';
import type { MeetingState } from './state.ts';

export type PresentingEvent =
	| {
			readonly type: 'document-presented';
			readonly participantId: string;
			readonly documentId: string;
			/** the version that was shown stays on record, whatever supersedes it */
			readonly versionId: string;
			readonly title: string;
			readonly page: number;
	  }
	| { readonly type: 'page-turned'; readonly page: number }
	| { readonly type: 'presenting-ended' };

/** The paper that followers see, and its page, counted from 1. */
export interface Presenting {
	readonly participantId: string;
	readonly documentId: string;
	readonly versionId: string;
	readonly title: string;
	readonly page: number;
}

export function evolvePresenting(state: Presenting | null, { event }: Recorded): Presenting | null {
	switch (event.type) {
		case 'document-presented': {
			const { type: _, ...presenting } = event;
			return presenting;
		}
		case 'page-turned':
			return state && { ...state, page: event.page };
		case 'presenting-ended':
		case 'meeting-ended':
			return null;
		default:
			return state;
	}
}

const pageSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

const findPaper = (state: MeetingState, versionId: string) =>
	state.plan?.papers.find((paper) => paper.versionId === versionId);

export const presentingCommands = {
	'present-document': command({
		input: v.strictObject({ versionId: idSchema, page: pageSchema }),
		by: 'anyone',
		decide: (state, { versionId, page }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const participantId = actingParticipant(circumstances);
			if (participantId === null || !mayPresent(state, participantId)) return refuse('not-allowed');
			const paper = findPaper(state, versionId);
			if (!paper) return refuse('no-such-paper');
			if (paper.pages !== null && page > paper.pages) return refuse('no-such-page');
			const { documentId, title } = paper;
			return happened({ type: 'document-presented', participantId, documentId, versionId, title, page });
		},
	}),
	'turn-page': command({
		input: v.strictObject({ page: pageSchema }),
		by: 'anyone',
		decide: (state, { page }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { presenting } = state;
			if (!presenting) return refuse('nothing-presented');
			if (!mayLead(state, actingParticipant(circumstances))) return refuse('not-allowed');
			const pages = findPaper(state, presenting.versionId)?.pages ?? null;
			if (pages !== null && page > pages) return refuse('no-such-page');
			return page === presenting.page ? happened() : happened({ type: 'page-turned', page });
		},
	}),
	'end-presenting': command({
		input: nothingSchema,
		by: 'anyone',
		decide: (state, _input, circumstances) => {
			if (!state.presenting) return refuse('nothing-presented');
			if (!mayLead(state, actingParticipant(circumstances))) return refuse('not-allowed');
			return happened({ type: 'presenting-ended' });
		},
	}),
};

/** Turning pages: who presents, or anybody who could present instead. */
const mayLead = (state: MeetingState, participantId: string | null) =>
	participantId !== null && (state.presenting?.participantId === participantId || mayPresent(state, participantId));
