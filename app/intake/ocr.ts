import { existsSync, globSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Logger } from 'pino';
import type { PlacedLine } from '#meeting/words-on-page.ts';
import { mostText } from './inspection.ts';
import { readTsv } from './read-tsv.ts';
import type { Limits, Sandbox } from './sandbox.ts';

/** Of one page; what takes a processor longer is a page that says nothing. By the clock it may wait long for one. */
const limits: Limits = {
	memory: 1_500,
	room: 128,
	file: 128 * 1024 * 1024,
	processor: 60,
	time: 300_000,
	output: 4_000_000,
};

/**
 * The page, as far as it is shown, as a picture in grey whose longer side has that many points, 212 an inch on A4, and what Tesseract
 * reads in it, word by word: on one processor, and as patient as it is told.
 */
const longerSide = 2_480;
const toText = `
	pdftoppm -gray -cropbox -scale-to ${longerSide} -f "$1" -l "$1" -singlefile /in/paper.pdf /tmp/page 2> /dev/null || exit
	OMP_THREAD_LIMIT=1 exec nice -n "$3" tesseract /tmp/page.pgm - -l vie --psm "$2" tsv 2> /dev/null
`;

/**
 * Tesseract's ways to look at a page (`--psm`), and how nice it is to others meanwhile (nice(1)): as columns and paragraphs, for which
 * nobody waits; or as words wherever they stand, while somebody does.
 */
const modes = { columns: ['3', '19'], scattered: ['11', '5'] } as const;

interface OcrPorts {
	readonly sandbox: Sandbox;
	/** false: nobody wants it */
	readonly readsScans?: boolean;
	readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Reads pages that are pictures, by programs of the host, in the sandbox. */
export class Ocr {
	/** whether this host has what it takes, and it is wanted */
	readonly isThere: boolean;
	readonly #ports: OcrPorts;

	constructor(ports: OcrPorts) {
		this.#ports = ports;
		const programs = ['/usr/bin/pdftoppm', '/usr/bin/tesseract'].every((file) => existsSync(file));
		const vietnamese = globSync('/usr/share/tesseract-ocr/*/tessdata/vie.traineddata').length > 0;
		const isWanted = ports.readsScans !== false;
		this.isThere = isWanted && ports.sandbox.isolates && programs && vietnamese;
		if (!isWanted) return;
		ports.log.info(
			this.isThere
				? 'scans are read by Tesseract: their words are found, and a stamp on their first page is seen'
				: 'without tesseract-ocr, tesseract-ocr-vie and poppler-utils the words of scans are not found; the README says how to have them',
		);
	}

	/**
	 * What stands on one page, line by line; none where it cannot be read.
	 * @param file its path
	 * @param page from 1
	 * @throws DataError `closing`; Error: a program is missing
	 */
	async read(file: string, page: number, mode: keyof typeof modes): Promise<readonly PlacedLine[]> {
		const { sandbox, log } = this.#ports;
		const command = ['/bin/sh', '-c', toText, 'sh', String(page), ...modes[mode]] as const;
		const { output, ended, kill } = sandbox.start({ command, reads: { [file]: '/in/paper.pdf' }, limits });
		try {
			const said = await text(output);
			const exit = await ended;
			sandbox.requireOpen();
			if (exit instanceof Error) throw exit;
			if (exit !== 0) log.warn({ file, page, exit }, 'a page could not be read by Tesseract');
			return exit === 0 ? readTsv(said, mostText.page) : [];
		} finally {
			kill();
		}
	}
}
