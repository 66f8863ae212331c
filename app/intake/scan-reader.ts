import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { filePath } from '#db/documents/file-store.ts';
import { keepOcrText, nextUnread } from '#db/documents/page-ocr.ts';
import type { Logger } from 'pino';
import type { Ocr } from './ocr.ts';

interface ScanReaderPorts {
	readonly db: Database;
	readonly dataDir: string;
	readonly ocr: Pick<Ocr, 'isThere' | 'read'>;
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * Reads the pages of papers that are pictures, one after the other, for the search and for those who read. What is to be read, and what was, stands in the
 * database page by page: whenever the process ends, it goes on from there.
 */
export class ScanReader {
	readonly #ports: ScanReaderPorts;
	#running: Promise<void> | undefined;
	#isAsked = false;
	#closed = false;

	constructor(ports: ScanReaderPorts) {
		this.#ports = ports;
	}

	/** There may be something new. Resolves when nothing is left; nobody need wait for it. */
	wake(): Promise<void> {
		if (!this.#ports.ocr.isThere || this.#closed) return Promise.resolve();
		this.#isAsked = true;
		this.#running ??= this.#run().finally(() => (this.#running = undefined));
		return this.#running;
	}

	/** What is under way ends with the sandbox. Idempotent. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#running;
	}

	async #run(): Promise<void> {
		const { db, log } = this.#ports;
		try {
			while (this.#isAsked && !this.#closed) {
				this.#isAsked = false;
				for (let unread = nextUnread(db); unread && !this.#closed; unread = nextUnread(db)) {
					for (const page of unread.pages) await this.#read(unread.sha256, page);
					log.info({ sha256: unread.sha256, pages: unread.pages.length }, 'the pictures of a paper were read');
				}
			}
		} catch (error) {
			if (error instanceof DataError && error.code === 'closing') return;
			// Tried again with the next paper, or at the next start: nothing depends on it.
			log.error({ err: error }, 'scans are read no further');
		}
	}

	async #read(sha256: string, page: number): Promise<void> {
		const { db, dataDir, ocr } = this.#ports;
		keepOcrText(db, sha256, page, await ocr.read(filePath(dataDir, sha256), page, 'columns'));
	}
}
