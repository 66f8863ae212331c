import * as v from 'valibot';
import { actingParticipant, command, happened } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessLive } from './lifecycle.ts';
import type { Participant } from './plan.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import { presents } from './stage/commands.ts';
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

/** Turning pages: who presents, or anybody who could present instead. */
const leads = (state: MeetingState, me: Participant) =>
	state.presenting === null || state.presenting.participantId === me.id || presents(state, me);

export const presentingCommands = {
	'present-document': command({
		input: v.strictObject({ versionId: idSchema, page: pageSchema }),
		by: presents,
		decide: (state, { versionId, page }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const participantId = actingParticipant(circumstances);
			if (participantId === null) return refuse('not-allowed');
			const paper = findPaper(state, versionId);
			if (!paper) return refuse('no-such-paper');
			if (paper.pages !== null && page > paper.pages) return refuse('no-such-page');
			const { documentId, title } = paper;
			return happened({ type: 'document-presented', participantId, documentId, versionId, title, page });
		},
	}),
	'turn-page': command({
		input: v.strictObject({ page: pageSchema }),
		by: leads,
		decide: (state, { page }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { presenting } = state;
			if (!presenting) return refuse('nothing-presented');
			const pages = findPaper(state, presenting.versionId)?.pages ?? null;
			if (pages !== null && page > pages) return refuse('no-such-page');
			return page === presenting.page ? happened() : happened({ type: 'page-turned', page });
		},
	}),
	'end-presenting': command({
		input: nothingSchema,
		by: leads,
		decide: (state) => (state.presenting ? happened({ type: 'presenting-ended' }) : refuse('nothing-presented')),
	}),
};
