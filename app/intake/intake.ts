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
import { textOfLine } from '#meeting/words-on-page.ts';
import { inTurns } from '#live/next-turn.ts';
import type { Logger } from 'pino';
import { Converter } from './converter.ts';
import { Inspector, type LookedInto } from './inspector.ts';
import { Ocr } from './ocr.ts';
import { recognise } from './recognise.ts';
import type { Sandbox } from './sandbox.ts';
import { ScanReader } from './scan-reader.ts';
import { bearsStampByOcr } from './secrecy-stamp.ts';
import type { VirusScan } from './virus-scan.ts';

interface IntakePorts {
	readonly db: Database;
	readonly dataDir: string;
	readonly sandbox: Sandbox;
	/** undefined: there is none */
	readonly virusScan?: VirusScan | undefined;
	readonly log: Logger;
	/** false: scans are not read, whatever the host has */
	readonly readsScans?: boolean;
	/** another than the host's */
	readonly ocr?: Pick<Ocr, 'isThere' | 'read'>;
}

interface Looked extends TakenPaper {
	readonly contents: LookedInto;
}

/** Of its bytes a reading copy has at most so many: the original is kept beside it. */
const muchSmaller = 0.7;

/** Less than that on a page is what a scanner's program writes below the picture. */
const fewLetters = 100;

/** Bytes of a PDF that is fetched whole in the time in which its parts would be asked for. */
const slowest = 2 * 1024 * 1024;

/** Makes a PDF for reading of each paper that comes, and opens it once: what it has for reading and searching. */
export class Intake {
	readonly #ports: IntakePorts;
	readonly #inspector: Inspector;
	readonly #converter: Converter;
	readonly #ocr: Pick<Ocr, 'isThere' | 'read'>;
	readonly #scans: ScanReader;
	/** stored files that are being looked at, and by how many: the same bytes may come several times at once */
	readonly #inUse = new Map<string, number>();

	constructor(ports: IntakePorts) {
		this.#ports = ports;
		this.#inspector = new Inspector(ports);
		this.#converter = new Converter(ports);
		this.#ocr = ports.ocr ?? new Ocr(ports);
		this.#scans = new ScanReader({ ...ports, ocr: this.#ocr });
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
			if (mayBeStamped || !(await this.#isStamped(taken))) return taken;
			// What was made of it goes as well.
			this.#discard(taken.file);
			throw new DataError('paper-stamped', '');
		});
	}

	/** Once a version has it; null: nobody can read it. */
	async keep(sha256: string, contents: PaperContents | null): Promise<void> {
		if (!isOpened(this.#ports.db, sha256)) await inTurns(keepContents(this.#ports.db, sha256, contents));
		void this.#scans.wake();
	}

	/** Opens what was taken in and not opened yet: the process ended in between, or did not open papers then. */
	async catchUp(): Promise<void> {
		const { db, log } = this.#ports;
		for (const sha256 of listUnopened(db)) {
			try {
				await this.keep(sha256, await this.#inspect({ sha256 }));
			} catch (error) {
				if (error instanceof DataError && error.code === 'closing') return;
				log.warn({ err: error, sha256 }, 'a paper that was taken in cannot be read');
				if (error instanceof DataError) await this.keep(sha256, null);
			}
		}
		void this.#scans.wake();
	}

	/** What is under way is given up. Idempotent. */
	async close(): Promise<void> {
		this.#ports.sandbox.close();
		await this.#scans.close();
	}

	/** Of a page that is a picture, by what can be read in it. */
	async #isStamped({ file, contents }: Looked): Promise<boolean> {
		if (contents.stamped) return true;
		const isPicture = (contents.pages[0]?.text.length ?? 0) < fewLetters;
		if (!isPicture || !this.#ocr.isThere) return false;
		const lines = await this.#ocr.read(filePath(this.#ports.dataDir, file.sha256), 1, 'scattered');
		return bearsStampByOcr(lines.map(textOfLine));
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
		const { signed, repaired } = asItCame.contents;
		// A signature is of the bytes as they are.
		if (signed || !(repaired || stored.size > slowest)) return asItCame;
		try {
			const file = await this.#readingCopy(stored, asItCame.contents);
			if (file.sha256 === stored.sha256) return asItCame;
			const contents = await this.#orDiscard(file, () => this.#inspect(file));
			if (isAsMuch(contents, asItCame.contents)) return { file, original: stored, warnings: [], contents };
			this.#discard(file);
		} catch (error) {
			if (error instanceof DataError && error.code === 'closing') throw error;
			this.#ports.log.warn({ err: error, sha256: stored.sha256 }, 'a PDF is read as it came: it could not be mended');
		}
		return asItCame;
	}

	/** The same pages, mended, no finer than they are read, and with what describes them together; or the file itself. */
	async #readingCopy(stored: StoredFile, { pages, repaired }: PaperContents): Promise<StoredFile> {
		const small = stored.size > slowest ? await this.#smaller(stored, pages.length) : stored;
		if (!this.#converter.has('qpdf') || !(repaired || small.size > slowest)) return small;
		const mended = await this.#converter.mended(small);
		if (small.sha256 !== stored.sha256 && small.sha256 !== mended.sha256) this.#discard(small);
		return mended;
	}

	/** What of a scan nobody would see is left out, where that makes it really smaller. */
	async #smaller(stored: StoredFile, pages: number): Promise<StoredFile> {
		if (!this.#converter.has('ghostscript')) return stored;
		try {
			const small = await this.#converter.shrunk(stored, pages);
			if (small && small.size < stored.size * muchSmaller) return small;
			if (small) this.#discard(small);
		} catch (error) {
			if (error instanceof DataError && error.code === 'closing') throw error;
			this.#ports.log.warn({ err: error, sha256: stored.sha256 }, 'a scan is read as large as it came');
		}
		return stored;
	}

	/** What somebody still looks at they throw away themselves, where it is refused to them, too. */
	#discard({ sha256 }: Pick<StoredFile, 'sha256'>): void {
		if (!this.#inUse.has(sha256)) discardFile(this.#ports.db, this.#ports.dataDir, sha256);
	}

	async #inspect(file: Pick<StoredFile, 'sha256'>): Promise<LookedInto> {
		const found = await this.#inspector.inspect(filePath(this.#ports.dataDir, file.sha256));
		const signatures = found.signed ? await this.#converter.signatures(file) : undefined;
		return signatures ? { ...found, signatures } : found;
	}

	async #orDiscard<Made>(file: StoredFile, make: () => Promise<Made>): Promise<Made> {
		this.#use(file, 1);
		try {
			const made = await make();
			this.#use(file, -1);
			return made;
		} catch (error) {
			this.#use(file, -1);
			this.#discard(file);
			throw error;
		}
	}

	#use({ sha256 }: StoredFile, more: 1 | -1): void {
		const count = (this.#inUse.get(sha256) ?? 0) + more;
		if (count > 0) this.#inUse.set(sha256, count);
		else this.#inUse.delete(sha256);
	}
}

/** Whether a copy has all pages, and no text is lost: what was read of it is what is searched. */
function isAsMuch(copy: PaperContents, before: PaperContents): boolean {
	const letters = ({ pages }: PaperContents) => pages.reduce((sum, { text }) => sum + text.length, 0);
	return copy.pages.length >= before.pages.length && letters(copy) >= 0.95 * letters(before);
}
