import { sessionCookie } from '#contract/session-cookie.ts';
import { createAccount } from '#db/auth/accounts.ts';
import { openSession } from '#db/auth/sessions.ts';
import { openAsItIs, openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import type { ProvinceFiles } from '#db/org/importer.ts';
import { insertPerson } from '#db/org/people.ts';
import { readImport } from '#db/org/read-import.ts';
import { percentiles } from '#test/support/percentiles.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ControlProcess } from './control/control-process.ts';
import type { LongestTurn } from './control/loop-probe.ts';

/** As many as a province has, a room each; written so often. */
const [units, tries] = [600, 12];

const place = '/admin/org/import';

/** What the loop of the control process is kept for, ms. */
interface Blocked {
	readonly block_ms: { readonly p50: number; readonly max: number };
	/** how much of that its thread was at work, in the median: the rest it waited for the disk or for other programs */
	readonly block_cpu_ms: number;
}

export interface ImportPageFigures {
	readonly units: number;
	readonly sites: number;
	/** all of them are new */
	readonly added: Blocked;
	/** all of them get another name, as at a reform */
	readonly renamed: Blocked;
	/** what is shown before either */
	readonly shown: Blocked;
}

/** The import in the browser, shown and then applied: a province is entered, then renamed, again and again. */
export async function benchImportPage(say: (line: string) => void): Promise<ImportPageFigures> {
	const dataDir = mkdtempSync(path.join(process.cwd(), '.bench-'));
	const cookie = await openInstallation(dataDir);
	const server = await ControlProcess.start(dataDir);
	const db = openAsItIs(databaseFile(dataDir), { readonly: true });
	try {
		const [added, renamed, shown]: [LongestTurn[], LongestTurn[], LongestTurn[]] = [[], [], []];
		// A browser comes to the form by its page.
		await server.ask(place, { cookie });
		for (let turn = 0; turn < tries; turn += 1) {
			for (const [word, day, turns] of [
				['Xã', '2020-01-01', added],
				['Phường', '2025-07-01', renamed],
			] as const) {
				const { body, headers } = await filled(db, province(turn, word), day);
				const asking = { cookie, method: 'POST' as const, body, headers };
				shown.push(await server.longestTurnDuring(() => server.ask(`${place}?/preview`, asking)));
				turns.push(await server.longestTurnDuring(() => server.ask(`${place}?/apply`, asking)));
				const applied = countUnits(db, `${word} % ${turn}`);
				if (applied !== units) throw new Error(`${applied} of ${units} units were imported`);
			}
		}
		say(`${units} units and as many sites written by the server: ${tries} times, and renamed`);
		return { units, sites: units, added: blocked(added), renamed: blocked(renamed), shown: blocked(shown) };
	} finally {
		db.close();
		await server.close();
		rmSync(dataDir, { recursive: true });
	}
}

function blocked(turns: readonly LongestTurn[]): Blocked {
	const { p50, max } = percentiles(turns.map(({ ms }) => ms));
	return { block_ms: { p50, max }, block_cpu_ms: percentiles(turns.map(({ cpuMs }) => cpuMs)).p50 };
}

/** @returns an administrator's cookie */
async function openInstallation(dataDir: string): Promise<string> {
	const db = openDatabase(databaseFile(dataDir));
	try {
		const owner = { personId: insertPerson(db, { name: 'Quản trị', position: '' }) };
		const now = Date.now();
		const account = { login: 'quantri', password: 'một mật khẩu để đo', owner, isAdmin: true };
		const accountId = await createAccount(db, account, now);
		const { token } = openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
		return `${sessionCookie(true)}=${token}`;
	} finally {
		db.close();
	}
}

/** Each province has codes of its own. */
function province(number: number, word: string): ProvinceFiles {
	const rows = Array.from({ length: units }, (_, index) => ({ code: `${number}.${index}`, index }));
	const parent = (index: number) => (index === 0 ? '' : `${number}.${Math.floor((index - 1) / 20)}`);
	const unit = ({ code, index }: (typeof rows)[number]) =>
		`${code},${word} số ${index} của tỉnh ${number},${index === 0 ? 'province' : 'commune'},${parent(index)}`;
	return {
		units: ['code,name,level,parent_code', ...rows.map(unit)].join('\n'),
		sites: ['code,name,unit_code', ...rows.map(({ code }) => `${code},Điểm cầu ${word} ${code},${code}`)].join('\n'),
	};
}

/** The form as a browser sends it that has seen the dry run. */
async function filled(db: Database, files: ProvinceFiles, validFrom: string) {
	const { planned } = readImport(db, { files, options: { validFrom } });
	const form = new FormData();
	for (const name of ['units', 'sites'] as const) form.set(name, new File([files[name] as string], `${name}.csv`));
	const fields = { validFrom, fingerprint: planned?.fingerprint ?? '', accepted: 'on' };
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	const sent = new Response(form);
	const headers = {
		origin: 'https://hop.bench.vn',
		accept: 'application/json',
		'content-type': sent.headers.get('content-type') ?? '',
		'x-sveltekit-action': 'true',
	};
	return { body: Buffer.from(await sent.arrayBuffer()), headers };
}

const countUnits = ({ sqlite }: Database, names: string) =>
	sqlite
		.prepare<[string], number>('SELECT count(*) FROM unit_periods WHERE name LIKE ? AND valid_to IS NULL')
		.pluck()
		.get(names) ?? 0;
