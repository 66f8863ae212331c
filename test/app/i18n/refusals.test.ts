import type { SignInRefusal } from '#db/auth/sign-in.ts';
import type { DataErrorCode } from '#db/data-error.ts';
import { refusalCodes } from '#meeting/refusal.ts';
import { mediaErrorCodes } from '#sfu/link/errors.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string): string => readFileSync(new URL(`../../../app/${name}`, import.meta.url), 'utf8');
const messages = (locale: string) => JSON.parse(read(`messages/${locale}/refusals.json`)) as Record<string, string>;
const table = read('src/lib/i18n/refusal-text.ts') + read('src/lib/i18n/form-refusal-text.ts');

/** The data's codes exist as types alone: a code that is missing here does not compile. */
const dataCodes: Readonly<Record<DataErrorCode | SignInRefusal['code'], true>> = {
	'database-newer': true,
	'database-foreign': true,
	'database-older': true,
	'event-newer': true,
	'database-damaged': true,
	'stored-json-invalid': true,
	'not-signed-in': true,
	'not-allowed': true,
	malformed: true,
	'too-many-uploads': true,
	'storage-full': true,
	'not-found': true,
	'not-in-charge': true,
	'login-invalid': true,
	'login-taken': true,
	'owner-has-account': true,
	'password-too-short': true,
	'password-too-long': true,
	'password-is-login': true,
	'password-wrong': true,
	'password-same': true,
	'setup-link-invalid': true,
	'own-account': true,
	'last-administrator': true,
	'grant-unfit': true,
	'not-convened': true,
	'reason-empty': true,
	'name-empty': true,
	'title-empty': true,
	'title-too-long': true,
	'time-invalid': true,
	'date-invalid': true,
	'term-overlaps': true,
	'seats-invalid': true,
	'seats-too-few': true,
	'head-overlaps': true,
	'body-ended': true,
	'merger-too-few': true,
	'import-changed': true,
	'import-suspicious': true,
	'import-faulty': true,
	'rule-unreachable': true,
	'participant-unknown': true,
	'participant-twice': true,
	'chair-missing': true,
	'status-change-refused': true,
	'meeting-over': true,
	'dossier-changed': true,
	'meeting-running': true,
	'meeting-already-open': true,
	'agenda-parent-invalid': true,
	'agenda-item-unknown': true,
	'agenda-item-in-use': true,
	'node-name-invalid': true,
	'node-name-taken': true,
	'node-parent-loop': true,
	'node-number-invalid': true,
	'unit-served': true,
	'paper-recalled': true,
	'paper-stamped': true,
	'paper-hold-over': true,
	'secrecy-not-declared': true,
	'meeting-secret': true,
	'paper-needs-password': true,
	'paper-has-no-pages': true,
	'paper-is-xfa': true,
	'paper-has-too-many-pages': true,
	'paper-has-absurd-pages': true,
	'paper-unreadable': true,
	'paper-unpacks-too-large': true,
	'paper-not-converted': true,
	'paper-only-pdf': true,
	'paper-has-virus': true,
	'virus-scan-failed': true,
	closing: true,
	'file-type-refused': true,
	'file-too-large': true,
	'file-empty': true,
	'mark-key-changed': true,
	'marks-too-many': true,
	'remark-empty': true,
	'remarks-too-many': true,
	'too-busy': true,
	'work-failed': true,
	'packs-unavailable': true,
	'sign-in-refused': true,
	'sign-in-locked': true,
	'account-disabled': true,
};
const codes = [...new Set([...refusalCodes, ...mediaErrorCodes, ...Object.keys(dataCodes)])];

describe('refusals', () => {
	it.each(codes)('%s has a text in both languages that says what happened and what to do', (code) => {
		const key = `refusal_${code.replaceAll('-', '_')}`;
		expect(table).toContain(`m.${key},`);
		for (const locale of ['vi', 'en']) {
			const text = messages(locale)[key];
			expect(text, locale).toMatch(/^\S.{15,}\.$/u);
		}
	});

	it('has no text that nothing refers to', () => {
		for (const key of Object.keys(messages('vi'))) expect(table).toContain(`m.${key},`);
	});
});
