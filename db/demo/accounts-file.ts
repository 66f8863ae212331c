import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const accountSchema = v.object({ role: v.string(), name: v.string(), login: v.string(), password: v.string() });
export type DemoAccount = v.InferOutput<typeof accountSchema>;

const fileOf = (dataDir: string) => path.join(dataDir, 'demo-accounts.json');

/**
 * The demo's passwords in plain text, so that a later start can print them again. Only a demo has such a file: its data
 * is public and its server listens to this machine alone. Undefined when there is none that can be read.
 */
export function readDemoAccounts(dataDir: string): DemoAccount[] | undefined {
	try {
		return v.parse(v.array(accountSchema), JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
	} catch {
		return undefined;
	}
}

export function writeDemoAccounts(dataDir: string, accounts: readonly DemoAccount[]): void {
	mkdirSync(dataDir, { recursive: true });
	const temporary = `${fileOf(dataDir)}.new`;
	writeFileSync(temporary, `${JSON.stringify(accounts, null, '\t')}\n`, { mode: 0o600 });
	renameSync(temporary, fileOf(dataDir));
}
