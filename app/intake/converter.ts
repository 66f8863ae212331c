import { DataError, type DataErrorCode } from '#db/data-error.ts';
import { filePath, storeFile, type StoredFile } from '#db/documents/file-store.ts';
import { endings } from '#db/documents/file-type.ts';
import type { PaperSignatures } from '#db/documents/paper-signatures.ts';
import { largestPaper } from '#meeting/plan.ts';
import type { Logger } from 'pino';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Job, Limits, Sandbox } from './sandbox.ts';
import { readPdfsig } from './read-pdfsig.ts';
import { pagesTooFine } from './pages-too-fine.ts';
import { Slots } from './slots.ts';

const limits: Limits = { memory: 2_000, room: 512, file: largestPaper, processor: 120, time: 120_000 };

const programs = {
	qpdf: ['/usr/bin/qpdf'],
	img2pdf: ['/usr/bin/img2pdf'],
	ghostscript: ['/usr/bin/gs', '/usr/bin/pdfimages'],
	pdfsig: ['/usr/bin/pdfsig'],
	soffice: [
		'soffice',
		...['writer', 'calc', 'impress'].map((part) => `../lib/libreoffice/share/.registry/${part}.xcd`),
	].map((name) => path.join('/usr/bin', name)),
} as const;

type Program = keyof typeof programs;

/** Letters of a list of pictures: of some thousands of them. */
const mostSaid = 2_000_000;

/** What takes half a second for a page may take longer than an office file. */
const patient: Limits = { ...limits, processor: 300, time: 420_000 };

/**
 * Ghostscript: pictures in colour and grey above 250 dots an inch come down to 200, at which letters of 8 points and their marks are
 * as clear as before; those in black and white are small already. Text, outline and links stay.
 */
const toReadingSize = [
	...['/usr/bin/gs', '-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-sstdout=%stderr', '-sOutputFile=-'],
	...['-sDEVICE=pdfwrite', '-dCompatibilityLevel=1.7', '-dAutoRotatePages=/None'],
	...['Color', 'Gray'].flatMap((kind) => [
		...[`-dDownsample${kind}Images=true`, `-d${kind}ImageDownsampleType=/Bicubic`],
		...[`-d${kind}ImageResolution=200`, `-d${kind}ImageDownsampleThreshold=1.25`],
	]),
	...['-dDownsampleMonoImages=false', '-f'],
] as const;

/** A profile of its own for each: two that share one wait for each other, or break. */
const toPdf = `
	mkdir -p /tmp/profile/user && cp "$1" /tmp/profile/user/registrymodifications.xcu || exit
	soffice -env:UserInstallation=file:///tmp/profile --headless --convert-to pdf --outdir /tmp/made "$2" > /dev/null || exit
	exec cat /tmp/made/paper.pdf
`;
const settings = path.join(import.meta.dirname, 'office-settings.xcu');

interface ConverterPorts {
	readonly sandbox: Sandbox;
	/** where stored files are, and those made of them are put */
	readonly dataDir: string;
	readonly log: Pick<Logger, 'warn'>;
}

/** Makes PDFs of strangers' files by programs of the host, in the sandbox, two at a time. */
export class Converter {
	readonly #ports: ConverterPorts;
	readonly #turns = new Slots(2);
	/** what is there, as of the start */
	readonly #there: ReadonlySet<Program>;

	constructor(ports: ConverterPorts) {
		this.#ports = ports;
		const names = Object.keys(programs) as Program[];
		const isThere = (name: Program) => programs[name].every((file) => existsSync(file));
		this.#there = new Set(ports.sandbox.isolates ? names.filter(isThere) : []);
		const missing = names.filter((name) => !this.has(name));
		if (missing.length > 0)
			ports.log.warn(
				`without ${ports.sandbox.isolates ? missing.join(', ') : 'a sandbox (bubblewrap)'} ${wants(missing)}; the README says how to have them`,
			);
	}

	/**
	 * What shows an office file or a picture. What fails is tried once more: LibreOffice does, for no reason of the file's.
	 * @throws DataError `paper-only-pdf` (no such program on this host), `paper-not-converted`, `file-too-large`, `closing`
	 */
	async toPdf(file: StoredFile): Promise<StoredFile> {
		const isPicture = file.type.startsWith('image/');
		this.require(isPicture ? 'img2pdf' : 'soffice');
		const inside = `/in/paper.${endingOf(file)}`;
		const command = isPicture
			? (['/usr/bin/img2pdf', '--pagesize', 'A4', '--auto-orient', '--rotation=ifvalid', inside] as const)
			: (['/bin/sh', '-c', toPdf, 'sh', settings, inside] as const);
		const make = () => this.#make(file, inside, command, [0]);
		return this.#turns.run(() => (isPicture ? make() : make().catch((error: unknown) => this.#again(error, make))));
	}

	/**
	 * The same PDF with what was damaged mended, and with what describes its pages together: pdf.js asks for all of these before it
	 * shows one, and they would be all over a large file.
	 * @throws DataError `paper-only-pdf`, `paper-not-converted`, `file-too-large`, `closing`
	 */
	async mended(file: StoredFile): Promise<StoredFile> {
		this.require('qpdf');
		const inside = '/in/paper.pdf';
		// 3: with warnings, of what was damaged.
		const command = ['/usr/bin/qpdf', '--object-streams=generate', inside, '-'] as const;
		return this.#turns.run(() => this.#make(file, inside, command, [0, 3]));
	}

	/**
	 * The same PDF with its pictures as fine as they are read, 200 dots an inch, where they are much finer on most of its pages.
	 * Undefined: they are not.
	 * @throws DataError `paper-only-pdf`, `paper-not-converted`, `file-too-large`, `closing`
	 */
	async shrunk(file: StoredFile, pages: number): Promise<StoredFile | undefined> {
		this.require('ghostscript');
		const inside = '/in/paper.pdf';
		return this.#turns.run(async () => {
			const listed = await this.#hear(file, inside, ['/usr/bin/pdfimages', '-list', inside]);
			if (pagesTooFine(listed) * 2 < pages) return undefined;
			return this.#make(file, inside, [...toReadingSize, inside], [0], patient);
		});
	}

	/** Who signed a PDF, and whether it is as they did; undefined: nobody, or nobody can say. @throws DataError `closing` */
	async signatures(file: Pick<StoredFile, 'sha256'>): Promise<PaperSignatures | undefined> {
		if (!this.has('pdfsig')) return undefined;
		const inside = '/in/paper.pdf';
		return readPdfsig(await this.#hear(file, inside, ['/usr/bin/pdfsig', '-nocert', inside]));
	}

	has(program: Program): boolean {
		return this.#there.has(program);
	}

	/** @throws DataError `paper-only-pdf` */
	require(program: Program): void {
		if (!this.has(program)) throw new DataError('paper-only-pdf', program);
	}

	async #again(error: unknown, make: () => Promise<StoredFile>): Promise<StoredFile> {
		if (!isOf(error, 'paper-not-converted')) throw error;
		return make();
	}

	/** What the program says of a file, as far as it is not too much; whatever becomes of it. @throws DataError `closing` */
	async #hear({ sha256 }: Pick<StoredFile, 'sha256'>, inside: string, command: Job['command']): Promise<string> {
		const { sandbox, dataDir } = this.#ports;
		const { output, kill } = sandbox.start({ command, reads: { [filePath(dataDir, sha256)]: inside }, limits });
		let said = '';
		try {
			for await (const piece of output.setEncoding('utf8') as AsyncIterable<string>)
				if (said.length < mostSaid) said += piece;
			sandbox.requireOpen();
			return said;
		} finally {
			kill();
		}
	}

	/** What the program writes to its standard output goes into the store, once it has ended well. */
	async #make(
		{ sha256 }: StoredFile,
		inside: string,
		command: Job['command'],
		well: readonly number[],
		within = limits,
	): Promise<StoredFile> {
		const { sandbox, dataDir, log } = this.#ports;
		const reads = { [filePath(dataDir, sha256)]: inside, [settings]: settings };
		const { output, ended, kill } = sandbox.start({ command, reads, limits: within });
		async function* made(): AsyncGenerator<Uint8Array> {
			yield* output as AsyncIterable<Uint8Array>;
			const exit = await ended;
			sandbox.requireOpen();
			if (typeof exit === 'number' && well.includes(exit)) return;
			log.warn({ err: exit, sha256, program: command[0] }, 'a paper could not be converted');
			throw new DataError('paper-not-converted', sha256);
		}
		try {
			return await storeFile(dataDir, made(), largestPaper, ['application/pdf']);
		} catch (error) {
			// It said that all was well, and wrote something else.
			if (isOf(error, 'file-empty') || isOf(error, 'file-type-refused'))
				throw new DataError('paper-not-converted', sha256);
			throw error;
		} finally {
			kill();
		}
	}
}

const refused: Readonly<Record<Program, string>> = {
	soffice: 'office files are refused',
	img2pdf: 'pictures are refused',
	qpdf: 'damaged PDFs are read as they are',
	ghostscript: 'scans are read as large as they come',
	pdfsig: 'nobody is told who signed a paper',
};

const wants = (missing: readonly Program[]) => missing.map((name) => refused[name]).join(', ');

const endingOf = ({ type }: StoredFile): string => (type in endings ? endings[type as keyof typeof endings] : 'bin');

const isOf = (error: unknown, code: DataErrorCode): boolean => error instanceof DataError && error.code === code;
