import { createSetupLink, needsFirstAdmin } from '#db/auth/setup-link.ts';
import type { Control } from './control.ts';
import type { Settings } from './settings.ts';

/**
 * What whoever starts the system needs to know first: where it is, and how to get in. For the terminal alone: it holds
 * secrets, which no log may.
 */
export function linesForOperator({ db, url, demoAccounts }: Control, settings: Settings): string[] {
	if (settings.demo) return ['', `  Nhịp Cầu (demo): ${url}`, '', ...table(demoAccounts), ''];
	const lines = [`Nhịp Cầu: ${url}`];
	if (needsFirstAdmin(db, Date.now())) {
		const link = `${url}/setup/${createSetupLink(db, Date.now())}`;
		lines.push(`Create the first administrator with this link (once, within 24 hours): ${link}`);
	}
	return lines;
}

function table(accounts: Control['demoAccounts']): string[] {
	const columns = ['role', 'name', 'login', 'password'] as const;
	const width = columns.map((column) => Math.max(...accounts.map((account) => account[column].length)));
	return accounts.map((account) =>
		`  ${columns.map((column, index) => account[column].padEnd(width[index] ?? 0)).join('  ')}`.trimEnd(),
	);
}
