import type { SignInRefusal } from '#db/auth/sign-in.ts';
import type { DataErrorCode } from '#db/data-error.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { m } from '#lib/paraglide/messages.js';
import type { MediaErrorCode } from '#sfu/link/errors.ts';

/** Refusals of the pages themselves. */
type PageRefusalCode =
	| 'not-administrator'
	| 'too-many-attempts'
	| 'passwords-differ'
	| 'upload-interrupted'
	| 'no-such-page-here'
	| 'unexpected';
type Code = RefusalCode | MediaErrorCode | DataErrorCode | SignInRefusal['code'] | PageRefusalCode;

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
	'too-many-devices': m.refusal_too_many_devices,
	unavailable: m.refusal_unavailable,
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
	'not-holding-floor': m.refusal_not_holding_floor,
	'floor-queue-full': m.refusal_floor_queue_full,
	'content-in-use': m.refusal_content_in_use,
	'no-content': m.refusal_no_content,
	'no-such-paper': m.refusal_no_such_paper,
	'no-such-page': m.refusal_no_such_page,
	'nothing-presented': m.refusal_nothing_presented,
	'no-such-vote': m.refusal_no_such_vote,
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
	'database-damaged': m.refusal_database_damaged,
	'stored-json-invalid': m.refusal_stored_json_invalid,
	'not-found': m.refusal_not_found,
	'login-invalid': m.refusal_login_invalid,
	'login-taken': m.refusal_login_taken,
	'owner-has-account': m.refusal_owner_has_account,
	'password-too-short': m.refusal_password_too_short,
	'password-too-long': m.refusal_password_too_long,
	'password-is-login': m.refusal_password_is_login,
	'setup-link-invalid': m.refusal_setup_link_invalid,
	'own-account': m.refusal_own_account,
	'last-administrator': m.refusal_last_administrator,
	'name-empty': m.refusal_name_empty,
	'title-empty': m.refusal_title_empty,
	'title-too-long': m.refusal_title_too_long,
	'time-invalid': m.refusal_time_invalid,
	'date-invalid': m.refusal_date_invalid,
	'term-overlaps': m.refusal_term_overlaps,
	'seats-invalid': m.refusal_seats_invalid,
	'seats-too-few': m.refusal_seats_too_few,
	'rule-unreachable': m.refusal_rule_unreachable,
	'participant-unknown': m.refusal_participant_unknown,
	'participant-twice': m.refusal_participant_twice,
	'chair-missing': m.refusal_chair_missing,
	'status-change-refused': m.refusal_status_change_refused,
	'meeting-over': m.refusal_meeting_over,
	'agenda-parent-invalid': m.refusal_agenda_parent_invalid,
	'agenda-item-in-use': m.refusal_agenda_item_in_use,
	'agenda-item-unknown': m.refusal_agenda_item_unknown,
	'meeting-running': m.refusal_meeting_running,
	'meeting-already-open': m.refusal_meeting_already_open,
	'file-type-refused': m.refusal_file_type_refused,
	'file-too-large': m.refusal_file_too_large,
	'file-empty': m.refusal_file_empty,
	'sign-in-refused': m.refusal_sign_in_refused,
	'sign-in-locked': m.refusal_sign_in_locked,
	'account-disabled': m.refusal_account_disabled,
	'not-administrator': m.refusal_not_administrator,
	'too-many-attempts': m.refusal_too_many_attempts,
	'passwords-differ': m.refusal_passwords_differ,
	'upload-interrupted': m.refusal_upload_interrupted,
	'no-such-page-here': m.refusal_no_such_page_here,
	unexpected: m.refusal_unexpected,
};

/** What happened and what to do about it, for any stable code; one that is not known is told as unexpected. */
export function refusalText(code: string): string {
	const text = Object.hasOwn(texts, code) ? texts[code as Code] : texts.unexpected;
	return text();
}
