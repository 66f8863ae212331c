import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { filePath, type StoredFile } from '#db/documents/file-store.ts';
import type { PackType } from '#db/documents/file-type.ts';
import {
	discardFile,
	isOpened,
	keepContents,
	listUnopened,
	type PaperContents,
	type TakenPaper,
} from '#db/documents/paper-contents.ts';
import { inTurns } from '#live/next-turn.ts';
import type { Logger } from 'pino';
import { Converter } from './converter.ts';
import { Inspector, type LookedInto } from './inspector.ts';
import { recognise } from './recognise.ts';
import type { Sandbox } from './sandbox.ts';
import type { VirusScan } from './virus-scan.ts';

interface IntakePorts {
	readonly db: Database;
	readonly dataDir: string;
	readonly sandbox: Sandbox;
	/** undefined: there is none */
	readonly virusScan?: VirusScan | undefined;
	readonly log: Logger;
}

interface Looked extends TakenPaper {
	readonly contents: LookedInto;
}

/** Bytes of a PDF that is fetched whole in the time in which its parts would be asked for. */
const slowest = 2 * 1024 * 1024;

/** Makes a PDF for reading of each paper that comes, and opens it once: what it has for reading and searching. */
export class Intake {
	readonly #ports: IntakePorts;
	readonly #inspector: Inspector;
	readonly #converter: Converter;

	constructor(ports: IntakePorts) {
		this.#ports = ports;
		this.#inspector = new Inspector(ports);
		this.#converter = new Converter(ports);
	}

	/**
	 * Of a file that is stored; what is refused is thrown away, unless a paper has it. It may be asked again of the same file.
	 * `mayBeStamped`: somebody has answered for it that it is no state secret, whatever is stamped on it.
	 * @throws DataError `paper-…`, `file-…` where it can be no paper, `paper-stamped`, `virus-scan-failed`, `closing`
	 */
	take(stored: StoredFile, { mayBeStamped = false } = {}): Promise<TakenPaper> {
		const { virusScan, dataDir } = this.#ports;
		return this.#orDiscard(stored, async () => {
			await virusScan?.requireClean(filePath(dataDir, stored.sha256));
			const taken = await (stored.type === 'application/pdf' ? this.#takePdf(stored) : this.#convert(stored));
			if (mayBeStamped || !taken.contents.stamped) return taken;
			// What was made of it goes as well.
			await discardFile(this.#ports.db, dataDir, taken.file.sha256);
			throw new DataError('paper-stamped', '');
		});
	}

	/** Once a version has it; null: nobody can read it. */
	async keep(sha256: string, contents: PaperContents | null): Promise<void> {
		if (!isOpened(this.#ports.db, sha256)) await inTurns(keepContents(this.#ports.db, sha256, contents));
	}

	/** Opens what was taken in and not opened yet: the process ended in between, or did not open papers then. */
	async catchUp(): Promise<void> {
		const { db, dataDir, log } = this.#ports;
		for (const sha256 of listUnopened(db)) {
			try {
				await this.keep(sha256, await this.#inspector.inspect(filePath(dataDir, sha256)));
			} catch (error) {
				if (error instanceof DataError && error.code === 'closing') return;
				log.warn({ err: error, sha256 }, 'a paper that was taken in cannot be read');
				if (error instanceof DataError) await this.keep(sha256, null);
			}
		}
	}

	/** Idempotent. */
	close(): void {
		this.#ports.sandbox.close();
	}

	async #convert(stored: StoredFile): Promise<Looked> {
		const { type, warnings } = await this.#recognise(stored);
		const original = { ...stored, type };
		const file = await this.#converter.toPdf(original);
		const contents = await this.#orDiscard(file, () => this.#inspect(file));
		return { file, original, warnings, contents };
	}

	async #recognise({ sha256, type }: StoredFile): Promise<Pick<StoredFile, 'type'> & Pick<TakenPaper, 'warnings'>> {
		if (type.startsWith('image/')) return { type, warnings: [] };
		// Nobody waits for what could not be converted then.
		this.#converter.require('soffice');
		return recognise(this.#ports, filePath(this.#ports.dataDir, sha256), type as PackType);
	}

	async #takePdf(stored: StoredFile): Promise<Looked> {
		const asItCame = { file: stored, original: null, warnings: [], contents: await this.#inspect(stored) };
		const { signed, repaired, pages } = asItCame.contents;
		// A signature is of the bytes as they are.
		if (signed || !(repaired || stored.size > slowest) || !this.#converter.has('qpdf')) return asItCame;
		try {
			const file = await this.#converter.mended(stored);
			const contents = await this.#orDiscard(file, () => this.#inspect(file));
			if (contents.pages.length >= pages.length) return { file, original: stored, warnings: [], contents };
			await discardFile(this.#ports.db, this.#ports.dataDir, file.sha256);
		} catch (error) {
			if (error instanceof DataError && error.code === 'closing') throw error;
			this.#ports.log.warn({ err: error, sha256: stored.sha256 }, 'a PDF is read as it came: it could not be mended');
		}
		return asItCame;
	}

	#inspect({ sha256 }: StoredFile): Promise<LookedInto> {
		return this.#inspector.inspect(filePath(this.#ports.dataDir, sha256));
	}

	async #orDiscard<Made>({ sha256 }: StoredFile, make: () => Promise<Made>): Promise<Made> {
		try {
			return await make();
		} catch (error) {
			await discardFile(this.#ports.db, this.#ports.dataDir, sha256);
			throw error;
		}
	}
}
