import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { dateOf } from '#db/calendar.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { readDemoAccounts } from '#db/demo/accounts-file.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { unitPath } from '#db/org/own-unit.ts';
import type { DemoRole } from './demo-server.ts';

const [endsWithParent, wrongClock] = ['ends-with-parent.ts', 'an-hour-ahead.ts'].map((file) =>
	path.join(import.meta.dirname, '../../support', file),
) as [string, string];

/** A media node as `npm run media-node` runs it, beside the server that it dials: it outlives that. Its clock is an hour ahead. */
export class LoneNode {
	readonly #process: ChildProcess;
	#output = '';

	/**
	 * Adds a node of that name, as an administrator does; returns its token. It stands in the middle, or in the unit of who has
	 * the demo's account of that role, and serves those of others besides.
	 */
	static add(dataDir: string, id: string, role?: DemoRole, ...others: readonly DemoRole[]): string {
		const db = openDatabase(databaseFile(dataDir));
		try {
			const { token, tokenHash } = createNodeToken(id);
			addNode(db, { id, title: '', unitId: role ? unitOf(db, dataDir, role) : null, tokenHash }, Date.now());
			const validFrom = dateOf(Date.now());
			for (const other of others)
				serveUnit(db, { nodeId: id, unitId: unitOf(db, dataDir, other), validFrom, validTo: null });
			return token;
		} finally {
			db.close();
		}
	}

	/** `url`: of the server. */
	static start(url: string, token: string): LoneNode {
		return new LoneNode({ NODE_LINK_URL: url, NODE_LINK_TOKEN: token, MEDIA_WORKERS: '1' });
	}

	private constructor(environment: Readonly<Record<string, string>>) {
		this.#process = spawn(process.execPath, ['--import', endsWithParent, '--import', wrongClock, 'sfu/main.ts'], {
			env: { ...process.env, ...environment, LOG_LEVEL: 'info' },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		for (const stream of [this.#process.stdout, this.#process.stderr])
			stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
	}

	/** How often its link to a server came to stand. */
	get linked(): number {
		return this.#output.split('"link up"').length - 1;
	}

	/** Its exit code, once it has ended. */
	async ended(): Promise<number | null> {
		if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit');
		return this.#process.exitCode;
	}

	/** As where its machine loses its power; its workers go with it. */
	async kill(): Promise<void> {
		const gone = once(this.#process, 'exit');
		this.#process.kill('SIGKILL');
		await gone;
	}

	async close(): Promise<void> {
		if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
		const gone = once(this.#process, 'exit');
		this.#process.kill('SIGTERM');
		await gone;
	}
}

function unitOf(db: Database, dataDir: string, role: DemoRole): string {
	const login = readDemoAccounts(dataDir)?.find((account) => account.role === role)?.login ?? '';
	const row = db.sqlite.prepare('SELECT coalesce(person_id, site_id) AS id FROM accounts WHERE login = ?').get(login);
	const [unitId] = unitPath(db, (row as { id: string } | undefined)?.id ?? '', dateOf(Date.now()));
	if (unitId === undefined) throw new Error(`the ${role} of the demo is of no unit`);
	return unitId;
}
