/**
 * Why a command was not carried out. The code is the refusal's identity: the interface looks its text up from it
 * and tells the person what to do. Codes are never renamed.
 */
export const refusalCodes = [
	// who and where
	'not-signed-in',
	'not-invited',
	'not-allowed',
	'no-such-meeting',
	'unknown-request',
	'malformed',
	'too-large',
	'too-many-requests',
	'device-taken-over',
	'too-many-devices',
	'pages-outdated',
	'unavailable',
	// life cycle
	'meeting-not-open',
	'meeting-not-live',
	'meeting-already-started',
	'meeting-not-paused',
	'meeting-ended',
	'vote-still-open',
	// agenda
	'no-such-item',
	'item-not-running',
	'item-already-running',
	'item-already-done',
	// floor
	'no-such-participant',
	'already-queued',
	'already-has-floor',
	'not-queued',
	'request-gone',
	'not-holding-floor',
	'floor-queue-full',
	// stage and presenting
	'too-large-for-voice',
	'stage-follows-lecture',
	'no-poll',
	'still-not-wanted',
	'waits-outside',
	'not-at-closed-item',
	'content-in-use',
	'no-content',
	'already-on-air',
	'no-address',
	'device-not-here',
	'sound-is-the-rooms',
	'not-in-meeting-time',
	'not-present-then',
	'no-such-paper',
	'no-such-page',
	'nothing-presented',
	'presentation-of-chair',
	'presenting-not-asked',
	// votes
	'no-such-vote',
	'no-such-rule',
	'vote-exists',
	'no-quorum',
	'nobody-entitled',
	'another-vote-open',
	'vote-not-open',
	'vote-not-closed',
	'vote-cancelled',
	'vote-published',
	'not-entitled',
	'already-voted',
	'tally-missing',
	// notes
	'no-such-note',
	'too-many-notes',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
	readonly refused: RefusalCode;
}

export const refuse = (code: RefusalCode): Refusal => ({ refused: code });

export const isRefusal = (outcome: object): outcome is Refusal => 'refused' in outcome;
