import * as v from 'valibot';
import { isConnected } from './attendance.ts';
import { actingParticipant, command, happened } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessLive } from './lifecycle.ts';
import { isOneOfNow } from './holder.ts';
import { mayReadPaper } from './paper-rights.ts';
import { getParticipant } from './plan.ts';
import { levelFor, type TellingOf, type View } from './reader.ts';
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
	| { readonly type: 'presenting-ended' }
	/** while a chair presents, somebody else would show this */
	| ({ readonly type: 'presenting-asked' } & Presenting)
	/** declined, withdrawn, or there is nothing to ask any more */
	| { readonly type: 'presenting-ask-ended'; readonly participantId: string };

/** The paper that followers see, or would see if its presenter were let, and its page, counted from 1. */
export interface Presenting {
	readonly participantId: string;
	readonly documentId: string;
	readonly versionId: string;
	readonly title: string;
	readonly page: number;
}

/** By the document: the version that is shown may have been superseded since. Of what the plan no longer has nobody knows for whom it was. */
export function seesPresented(view: View, { documentId }: Pick<Presenting, 'documentId'>): boolean {
	const paper = view.plan.papers.find((each) => each.documentId === documentId);
	return paper ? levelFor(view.reader, view.plan, paper) !== 'none' : view.reader.results;
}

/** At this moment, as the paper is now: taken back, or past its day, it is shown to nobody any more. @param now ms since the epoch */
export function mayReadPresented({ plan, presenting }: MeetingState, readerId: string, now: number): boolean {
	const paper = plan?.papers.find((each) => each.documentId === presenting?.documentId);
	return plan !== null && paper !== undefined && mayReadPaper(plan, readerId, paper, now);
}

export const presentingTelling: TellingOf<PresentingEvent> = {
	// What was shown before is shown no more.
	'document-presented': (event, view) => (seesPresented(view, event) ? event : { type: 'presenting-ended' }),
	'page-turned': 'everybody',
	'presenting-ended': 'everybody',
	'presenting-asked': (event, view) =>
		seesPresented(view, event) ? event : { type: 'presenting-ask-ended', participantId: event.participantId },
	'presenting-ask-ended': 'everybody',
};

interface PresentingState {
	readonly presenting: Presenting | null;
	/** in the order of asking, one of each participant */
	readonly presentingAsks: readonly Presenting[];
}

export function evolvePresenting(
	{ presenting, presentingAsks }: PresentingState,
	{ event }: Recorded,
): PresentingState {
	switch (event.type) {
		case 'document-presented': {
			const { type: _, ...presented } = event;
			return { presenting: presented, presentingAsks };
		}
		case 'page-turned':
			return { presenting: presenting && { ...presenting, page: event.page }, presentingAsks };
		case 'presenting-ended':
			return { presenting: null, presentingAsks };
		case 'presenting-asked': {
			const { type: _, ...ask } = event;
			return { presenting, presentingAsks: [...without(presentingAsks, event.participantId), ask] };
		}
		case 'presenting-ask-ended':
			return { presenting, presentingAsks: without(presentingAsks, event.participantId) };
		case 'meeting-ended':
			return { presenting: null, presentingAsks: [] };
		default:
			return { presenting, presentingAsks };
	}
}

const without = (asks: readonly Presenting[], participantId: string) =>
	asks.filter((each) => each.participantId !== participantId);

/**
 * Whether what is presented is a chair's own, who is there, and `participantId` is somebody else: nobody ends it or
 * presents in its place without being let.
 */
export function isOfAnotherChair(state: MeetingState, participantId: string): boolean {
	const presenter = state.presenting?.participantId ?? participantId;
	if (presenter === participantId || !isConnected(state, presenter)) return false;
	return getParticipant(state, presenter)?.roles.includes('chair') ?? false;
}

/** Who asks to present and still may: the floor may have gone on since. */
export const openAsks = (state: MeetingState): readonly Presenting[] =>
	state.presentingAsks.filter(({ participantId }) => {
		const who = getParticipant(state, participantId);
		return who !== undefined && isOneOfNow(state, participantId, who, presents);
	});

const pageSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

const findPaper = (state: MeetingState, versionId: string) =>
	state.plan?.papers.find((paper) => paper.versionId === versionId);

/** Turning pages: who presents, or anybody who could present instead. */
const leads = ['presenter', ...presents] as const;

/** The chair's page is turned by the chair, or for them by those who run the meeting with them. */
function isKeptFrom(state: MeetingState, participantId: string | null): boolean {
	if (participantId === null || !isOfAnotherChair(state, participantId)) return false;
	const roles = getParticipant(state, participantId)?.roles ?? [];
	return !roles.some((role) => role === 'chair' || role === 'secretary' || role === 'operator');
}

const endAsks = (state: MeetingState): PresentingEvent[] =>
	state.presentingAsks.map(({ participantId }) => ({ type: 'presenting-ask-ended', participantId }));

const answers = ['chair', 'secretary'] as const;
const askInput = v.strictObject({ participantId: idSchema });

export const presentingCommands = {
	/** In place of what is presented; of a chair's own presentation it is asked for instead. */
	'present-document': command({
		input: v.strictObject({ versionId: idSchema, page: pageSchema }),
		by: presents,
		decide: (state, { versionId, page }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const participantId = actingParticipant(circumstances);
			if (participantId === null) return refuse('not-allowed');
			const paper = findPaper(state, versionId);
			// Nobody shows what they may not read themselves, or what was taken back.
			if (!state.plan || !paper || !mayReadPaper(state.plan, participantId, paper, circumstances.now))
				return refuse('no-such-paper');
			if (paper.pages !== null && page > paper.pages) return refuse('no-such-page');
			const { documentId, title } = paper;
			const shown = { participantId, documentId, versionId, title, page };
			if (!isOfAnotherChair(state, participantId)) {
				// Who goes on with another paper is still asked.
				const goesOn = state.presenting?.participantId === participantId;
				return happened(...(goesOn ? [] : endAsks(state)), { type: 'document-presented', ...shown });
			}
			const asked = state.presentingAsks.find((each) => each.participantId === participantId);
			if (asked?.versionId === versionId && asked.page === page) return happened();
			return happened({ type: 'presenting-asked', ...shown });
		},
	}),
	/** Of the version that the presenter sees: a late turn must not turn another paper's page. */
	'turn-page': command({
		input: v.strictObject({ versionId: idSchema, page: pageSchema }),
		by: leads,
		decide: (state, { versionId, page }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { presenting } = state;
			if (presenting?.versionId !== versionId) return refuse('nothing-presented');
			if (isKeptFrom(state, actingParticipant(circumstances))) return refuse('presentation-of-chair');
			const pages = findPaper(state, presenting.versionId)?.pages ?? null;
			if (pages !== null && page > pages) return refuse('no-such-page');
			return page === presenting.page ? happened() : happened({ type: 'page-turned', page });
		},
	}),
	'end-presenting': command({
		input: nothingSchema,
		by: leads,
		decide: (state, _input, circumstances) => {
			if (!state.presenting) return refuse('nothing-presented');
			const participantId = actingParticipant(circumstances);
			if (participantId !== null && isOfAnotherChair(state, participantId)) return refuse('presentation-of-chair');
			return happened(...endAsks(state), { type: 'presenting-ended' });
		},
	}),
	/** What somebody asked to show is presented in place of the chair's. */
	'hand-over-presenting': command({
		input: askInput,
		by: answers,
		decide: (state, { participantId }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const ask = openAsks(state).find((each) => each.participantId === participantId);
			if (!ask) return refuse('presenting-not-asked');
			// Nobody lets themselves.
			if (participantId === actingParticipant(circumstances)) return refuse('not-allowed');
			const paper = findPaper(state, ask.versionId);
			return state.plan && paper && mayReadPaper(state.plan, participantId, paper, circumstances.now)
				? happened(...endAsks(state), { type: 'document-presented', ...ask })
				: refuse('no-such-paper');
		},
	}),
	/** By those who answer, or withdrawn by whoever asked. */
	'decline-presenting': command({
		input: askInput,
		by: ['participant'],
		decide: (state, { participantId }, circumstances) => {
			if (!state.presentingAsks.some((each) => each.participantId === participantId))
				return refuse('presenting-not-asked');
			const me = getParticipant(state, actingParticipant(circumstances) ?? '');
			const answering = me?.roles.some((role) => role === 'chair' || role === 'secretary') ?? false;
			if (me?.id !== participantId && !answering) return refuse('not-allowed');
			return happened({ type: 'presenting-ask-ended', participantId });
		},
	}),
};
