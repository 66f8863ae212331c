import { m } from '#lib/paraglide/messages.js';
import type { MeetingState } from '#meeting/state.ts';
import type { Vote } from '#meeting/vote/events.ts';
import type { Sayings } from './announcer.svelte.ts';

interface Listener {
	/** the participant's id */
	readonly me: string;
	readonly nameOf: (participantId: string) => string;
	/** goes on with a vote that is closed; all others are told of its end by a toast (LiveRoom), with what comes next */
	readonly seesResults: boolean;
}

/**
 * What others see, in words: who has the floor and one's own place in the queue, which page is shown, that a vote is open
 * and that it is closed, that one's ballot is recorded, what came of it. What a banner or a toast says by itself (one's own
 * floor) is not said here again.
 */
export function sayings({ floor, presenting, votes }: MeetingState, { me, nameOf, seesResults }: Listener): Sayings {
	const holder = floor.holder?.participantId ?? me;
	const place = floor.queue.findIndex(({ participantId }) => participantId === me) + 1;
	const shown = presenting?.participantId === me ? null : presenting;
	const last = votes.at(-1);
	return {
		floor: holder === me ? '' : m.live_say_floor({ name: nameOf(holder) }),
		timeUp: floor.holder?.timeReached ? m.live_floor_over() : '',
		place: place > 0 ? m.live_say_place({ place }) : '',
		page: shown ? m.live_say_page({ title: shown.title, page: shown.page }) : '',
		recorded: last?.phase === 'open' && last.voted.includes(me) ? m.live_say_recorded() : '',
		vote: last ? voteSaid(last, seesResults) : '',
	};
}

function voteSaid({ phase, title, result }: Vote, seesResults: boolean): string {
	if (phase === 'open') return m.live_say_vote_open({ title });
	if (phase === 'closed') return seesResults ? m.live_say_vote_closed({ title }) : '';
	if (phase === 'cancelled') return seesResults ? m.live_say_vote_cancelled({ title }) : '';
	const verdict = result?.passed ? m.live_vote_passed() : m.live_vote_not_passed();
	return m.live_say_vote_result({ title, verdict });
}

/** A vote that waits for ballots is news also for who comes later; all else that is so by then is not. */
export function knownBefore(state: MeetingState, listener: Listener): Partial<Sayings> {
	const now = sayings(state, listener);
	return state.votes.at(-1)?.phase === 'open' ? { ...now, vote: '' } : now;
}
