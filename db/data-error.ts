/** Stable codes of what the data refuses; interface text is looked up from them. */
export type DataErrorCode =
	| 'database-newer'
	| 'database-foreign'
	| 'database-older'
	| 'event-newer'
	| 'database-damaged'
	| 'stored-json-invalid'
	| 'not-found'
	| 'not-in-charge'
	| 'login-invalid'
	| 'login-taken'
	| 'owner-has-account'
	| 'password-too-short'
	| 'password-too-long'
	| 'password-is-login'
	| 'password-wrong'
	| 'password-same'
	| 'setup-link-invalid'
	| 'own-account'
	| 'last-administrator'
	| 'grant-unfit'
	| 'not-convened'
	| 'reason-empty'
	| 'name-empty'
	| 'title-empty'
	| 'title-too-long'
	| 'time-invalid'
	| 'date-invalid'
	| 'term-overlaps'
	| 'seats-invalid'
	| 'seats-too-few'
	| 'head-overlaps'
	| 'body-ended'
	| 'merger-too-few'
	| 'import-changed'
	| 'import-suspicious'
	| 'import-faulty'
	| 'rule-unreachable'
	| 'participant-unknown'
	| 'participant-twice'
	| 'chair-missing'
	| 'status-change-refused'
	| 'meeting-over'
	| 'dossier-changed'
	| 'meeting-running'
	| 'meeting-already-open'
	| 'agenda-parent-invalid'
	| 'agenda-item-unknown'
	| 'agenda-item-in-use'
	| 'node-name-invalid'
	| 'node-name-taken'
	| 'node-parent-loop'
	| 'node-number-invalid'
	| 'unit-served'
	| 'file-type-refused'
	| 'file-too-large'
	| 'file-empty'
	| 'paper-needs-password'
	| 'paper-has-no-pages'
	| 'paper-is-xfa'
	| 'paper-has-too-many-pages'
	| 'paper-has-absurd-pages'
	| 'paper-unreadable'
	| 'closing'
	| 'too-busy'
	| 'work-failed';

/** A refusal with a stable code. `subject` names what it is about (an id, a field); it never holds a secret. */
export class DataError extends Error {
	override readonly name = 'DataError';
	readonly code: DataErrorCode;
	readonly subject: string;

	constructor(code: DataErrorCode, subject: string) {
		super(`${code}: ${subject}`);
		this.code = code;
		this.subject = subject;
	}
}
