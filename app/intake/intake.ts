import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { filePath } from '#db/documents/file-store.ts';
import { discardFile, isOpened, keepContents, listUnopened, type PaperContents } from '#db/documents/paper-contents.ts';
import { inTurns } from '#live/next-turn.ts';
import type { Logger } from 'pino';
import { Inspector } from './inspector.ts';
import type { Sandbox } from './sandbox.ts';

interface IntakePorts {
	readonly db: Database;
	readonly dataDir: string;
	readonly sandbox: Sandbox;
	readonly log: Logger;
}

/** Opens each paper once, when it comes, or at the start where that was not done: what it has for reading and searching. */
export class Intake {
	readonly #ports: IntakePorts;
	readonly #inspector: Inspector;
	#closed = false;

	constructor(ports: IntakePorts) {
		this.#ports = ports;
		this.#inspector = new Inspector(ports);
	}

	/**
	 * Of a file that is stored; what is refused is thrown away, unless a paper has it.
	 * @throws DataError `paper-…` where nobody could read it, `closing`
	 */
	async open(sha256: string): Promise<PaperContents> {
		const { db, dataDir } = this.#ports;
		try {
			return await this.#inspector.inspect(filePath(dataDir, sha256));
		} catch (error) {
			await discardFile(db, dataDir, sha256);
			throw error;
		}
	}

	/** Once a version has it; null: nobody can read it. */
	async keep(sha256: string, contents: PaperContents | null): Promise<void> {
		if (!isOpened(this.#ports.db, sha256)) await inTurns(keepContents(this.#ports.db, sha256, contents));
	}

	/** Opens what was taken in and not opened yet: the process ended in between, or did not open papers then. */
	async catchUp(): Promise<void> {
		for (const sha256 of listUnopened(this.#ports.db)) {
			if (this.#closed) return;
			try {
				await this.keep(sha256, await this.open(sha256));
			} catch (error) {
				if (this.#closed) return;
				this.#ports.log.warn({ err: error, sha256 }, 'a paper that was taken in cannot be read');
				if (error instanceof DataError) await this.keep(sha256, null);
			}
		}
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		this.#inspector.close();
		this.#ports.sandbox.close();
	}
}
