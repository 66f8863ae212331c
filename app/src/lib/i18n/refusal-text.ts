import type { SignInRefusal } from '#db/auth/sign-in.ts';
import type { DataErrorCode } from '#db/data-error.ts';
import type { FormRefusalCode } from './form-refusal-text.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { m } from '#lib/paraglide/messages.js';
import type { MediaErrorCode } from '#sfu/link/errors.ts';

/** Refusals of the pages themselves. */
type PageRefusalCode =
	| 'not-administrator'
	| 'not-account-keeper'
	| 'meeting-not-called'
	| 'too-many-attempts'
	| 'passwords-differ'
	| 'paper-expired'
	| 'paper-withdrawn'
	| 'paper-not-for-download'
	| 'no-such-page-here'
	| 'unexpected';
type Code =
	RefusalCode | MediaErrorCode | Exclude<DataErrorCode, FormRefusalCode> | SignInRefusal['code'] | PageRefusalCode;

/** A code without a text does not compile. */
const texts: Readonly<Record<Code, () => string>> = {
	'not-signed-in': m.refusal_not_signed_in,
	'not-invited': m.refusal_not_invited,
	'not-allowed': m.refusal_not_allowed,
	'no-such-meeting': m.refusal_no_such_meeting,
	'unknown-request': m.refusal_unknown_request,
	malformed: m.refusal_malformed,
	'too-large': m.refusal_too_large,
	'too-many-requests': m.refusal_too_many_requests,
	'device-taken-over': m.refusal_device_taken_over,
	'pages-outdated': m.refusal_pages_outdated,
	'too-many-devices': m.refusal_too_many_devices,
	unavailable: m.refusal_unavailable,
	closing: m.refusal_closing,
	'meeting-not-open': m.refusal_meeting_not_open,
	'meeting-not-live': m.refusal_meeting_not_live,
	'meeting-already-started': m.refusal_meeting_already_started,
	'meeting-not-paused': m.refusal_meeting_not_paused,
	'meeting-ended': m.refusal_meeting_ended,
	'vote-still-open': m.refusal_vote_still_open,
	'no-such-item': m.refusal_no_such_item,
	'item-not-running': m.refusal_item_not_running,
	'item-already-running': m.refusal_item_already_running,
	'item-already-done': m.refusal_item_already_done,
	'no-such-participant': m.refusal_no_such_participant,
	'already-queued': m.refusal_already_queued,
	'already-has-floor': m.refusal_already_has_floor,
	'not-queued': m.refusal_not_queued,
	'request-gone': m.refusal_request_gone,
	'not-holding-floor': m.refusal_not_holding_floor,
	'floor-queue-full': m.refusal_floor_queue_full,
	'too-large-for-voice': m.refusal_too_large_for_voice,
	'stage-follows-lecture': m.refusal_stage_follows_lecture,
	'no-poll': m.refusal_no_poll,
	'still-not-wanted': m.refusal_still_not_wanted,
	'content-in-use': m.refusal_content_in_use,
	'no-content': m.refusal_no_content,
	'already-on-air': m.refusal_already_on_air,
	'no-address': m.refusal_no_address,
	'device-not-here': m.refusal_device_not_here,
	'sound-is-the-rooms': m.refusal_sound_is_the_rooms,
	'not-in-meeting-time': m.refusal_not_in_meeting_time,
	'not-present-then': m.refusal_not_present_then,
	'no-such-paper': m.refusal_no_such_paper,
	'no-such-page': m.refusal_no_such_page,
	'nothing-presented': m.refusal_nothing_presented,
	'waits-outside': m.refusal_waits_outside,
	'not-at-closed-item': m.refusal_not_at_closed_item,
	'presentation-of-chair': m.refusal_presentation_of_chair,
	'presenting-not-asked': m.refusal_presenting_not_asked,
	'no-such-vote': m.refusal_no_such_vote,
	'no-such-rule': m.refusal_no_such_rule,
	'vote-exists': m.refusal_vote_exists,
	'no-quorum': m.refusal_no_quorum,
	'nobody-entitled': m.refusal_nobody_entitled,
	'another-vote-open': m.refusal_another_vote_open,
	'vote-not-open': m.refusal_vote_not_open,
	'vote-not-closed': m.refusal_vote_not_closed,
	'vote-cancelled': m.refusal_vote_cancelled,
	'vote-published': m.refusal_vote_published,
	'not-entitled': m.refusal_not_entitled,
	'already-voted': m.refusal_already_voted,
	'tally-missing': m.refusal_tally_missing,
	'no-such-note': m.refusal_no_such_note,
	'too-many-notes': m.refusal_too_many_notes,
	'invalid-input': m.refusal_invalid_input,
	'conference-unknown': m.refusal_conference_unknown,
	'endpoint-unknown': m.refusal_endpoint_unknown,
	'endpoint-outside': m.refusal_endpoint_outside,
	'transport-unknown': m.refusal_transport_unknown,
	'producer-unknown': m.refusal_producer_unknown,
	'consumer-unknown': m.refusal_consumer_unknown,
	'source-refused': m.refusal_source_refused,
	'media-parameters-refused': m.refusal_media_parameters_refused,
	'media-node-absent': m.refusal_media_node_absent,
	'media-node-timeout': m.refusal_media_node_timeout,
	'media-worker-absent': m.refusal_media_worker_absent,
	'media-failed': m.refusal_media_failed,
	'database-newer': m.refusal_database_newer,
	'database-foreign': m.refusal_database_foreign,
	'database-older': m.refusal_database_older,
	'event-newer': m.refusal_event_newer,
	'database-damaged': m.refusal_database_damaged,
	'stored-json-invalid': m.refusal_stored_json_invalid,
	'not-found': m.refusal_not_found,
	'login-invalid': m.refusal_login_invalid,
	'login-taken': m.refusal_login_taken,
	'password-wrong': m.refusal_password_wrong,
	'password-same': m.refusal_password_same,
	'date-invalid': m.refusal_date_invalid,
	'time-invalid': m.refusal_time_invalid,
	'not-in-charge': m.refusal_not_in_charge,
	'password-too-short': m.refusal_password_too_short,
	'password-too-long': m.refusal_password_too_long,
	'password-is-login': m.refusal_password_is_login,
	'setup-link-invalid': m.refusal_setup_link_invalid,
	'not-convened': m.refusal_not_convened,
	'meeting-over': m.refusal_meeting_over,
	'dossier-changed': m.refusal_dossier_changed,
	'meeting-running': m.refusal_meeting_running,
	'meeting-already-open': m.refusal_meeting_already_open,
	'too-busy': m.refusal_too_busy,
	'work-failed': m.refusal_work_failed,
	'packs-unavailable': m.refusal_packs_unavailable,
	'sign-in-refused': m.refusal_sign_in_refused,
	'sign-in-locked': m.refusal_sign_in_locked,
	'account-disabled': m.refusal_account_disabled,
	'not-administrator': m.refusal_not_administrator,
	'not-account-keeper': m.refusal_not_account_keeper,
	'meeting-not-called': m.refusal_meeting_not_called,
	'too-many-attempts': m.refusal_too_many_attempts,
	'passwords-differ': m.refusal_passwords_differ,
	'paper-recalled': m.refusal_paper_recalled,
	'paper-expired': m.refusal_paper_expired,
	'paper-withdrawn': m.refusal_paper_withdrawn,
	'paper-not-for-download': m.refusal_paper_not_for_download,
	'no-such-page-here': m.refusal_no_such_page_here,
	unexpected: m.refusal_unexpected,
};

/** What happened and what to do about it, for any stable code; one that is not known is told as unexpected. */
export function refusalText(code: string): string {
	const text = Object.hasOwn(texts, code) ? texts[code as Code] : texts.unexpected;
	return text();
}
