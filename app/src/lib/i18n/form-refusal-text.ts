import type { DataErrorCode } from '#db/data-error.ts';
import { refusalText } from './refusal-text.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a file meets on its way. */
type OnTheWay = 'upload-too-large-on-way' | 'upload-unanswered' | 'upload-interrupted';

/** Refusals of forms of administration and dossiers alone: a meeting's page does not carry them at its first load. */
const texts = {
	'mark-key-changed': m.refusal_mark_key_changed,
	'marks-too-many': m.refusal_marks_too_many,
	'remark-empty': m.refusal_remark_empty,
	'remarks-too-many': m.refusal_remarks_too_many,
	'owner-has-account': m.refusal_owner_has_account,
	'own-account': m.refusal_own_account,
	'last-administrator': m.refusal_last_administrator,
	'grant-unfit': m.refusal_grant_unfit,
	'term-overlaps': m.refusal_term_overlaps,
	'seats-invalid': m.refusal_seats_invalid,
	'seats-too-few': m.refusal_seats_too_few,
	'head-overlaps': m.refusal_head_overlaps,
	'body-ended': m.refusal_body_ended,
	'merger-too-few': m.refusal_merger_too_few,
	'import-changed': m.refusal_import_changed,
	'import-suspicious': m.refusal_import_suspicious,
	'import-faulty': m.refusal_import_faulty,
	'node-name-invalid': m.refusal_node_name_invalid,
	'node-name-taken': m.refusal_node_name_taken,
	'node-parent-loop': m.refusal_node_parent_loop,
	'node-number-invalid': m.refusal_node_number_invalid,
	'unit-served': m.refusal_unit_served,
	'agenda-parent-invalid': m.refusal_agenda_parent_invalid,
	'agenda-item-in-use': m.refusal_agenda_item_in_use,
	'agenda-item-unknown': m.refusal_agenda_item_unknown,
	'participant-unknown': m.refusal_participant_unknown,
	'participant-twice': m.refusal_participant_twice,
	'chair-missing': m.refusal_chair_missing,
	'status-change-refused': m.refusal_status_change_refused,
	'paper-stamped': m.refusal_paper_stamped,
	'paper-hold-over': m.refusal_paper_hold_over,
	'secrecy-not-declared': m.refusal_secrecy_not_declared,
	'meeting-secret': m.refusal_meeting_secret,
	'paper-needs-password': m.refusal_paper_needs_password,
	'paper-has-no-pages': m.refusal_paper_has_no_pages,
	'paper-is-xfa': m.refusal_paper_is_xfa,
	'paper-has-too-many-pages': m.refusal_paper_has_too_many_pages,
	'paper-has-absurd-pages': m.refusal_paper_has_absurd_pages,
	'paper-unreadable': m.refusal_paper_unreadable,
	'paper-unpacks-too-large': m.refusal_paper_unpacks_too_large,
	'paper-not-converted': m.refusal_paper_not_converted,
	'paper-only-pdf': m.refusal_paper_only_pdf,
	'paper-has-virus': m.refusal_paper_has_virus,
	'virus-scan-failed': m.refusal_virus_scan_failed,
	'file-type-refused': m.refusal_file_type_refused,
	'file-too-large': m.refusal_file_too_large,
	'file-empty': m.refusal_file_empty,
	'too-many-uploads': m.refusal_too_many_uploads,
	'storage-full': m.refusal_storage_full,
	'upload-too-large-on-way': m.refusal_upload_too_large_on_way,
	'upload-unanswered': m.refusal_upload_unanswered,
	'upload-interrupted': m.refusal_upload_interrupted,
	'rule-unreachable': m.refusal_rule_unreachable,
	'title-empty': m.refusal_title_empty,
	'title-too-long': m.refusal_title_too_long,
	'name-empty': m.refusal_name_empty,
	'reason-empty': m.refusal_reason_empty,
} as const satisfies Partial<Record<DataErrorCode | OnTheWay, () => string>>;

export type FormRefusalCode = keyof typeof texts;

const isOwn = (code: string): code is FormRefusalCode => Object.hasOwn(texts, code);

/** As `refusalText`, for any code that such a form may meet. */
export const formRefusalText = (code: string): string => (isOwn(code) ? texts[code]() : refusalText(code));
