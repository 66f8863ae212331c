import { DataError } from '#db/data-error.ts';
import type { CopyToDraw, DrawnSheets, Pack, PackedPaper, PackToDraw, PaperCopy } from '#db/documents/pack.ts';
import type { Logger } from 'pino';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Job, Limits, Sandbox } from './sandbox.ts';
import { Slots } from './slots.ts';

const qpdf = '/usr/bin/qpdf';

/** Of one pack: bytes of its papers, and its sheets. What comes after that is named, and not put in. */
const most = { bytes: 600 * 1024 * 1024, sheets: 2_000 } as const;

/** Packs at once, and waiting: who comes after that is told so at once. */
const [atOnce, mostWaiting] = [1, 8];

const limits: Limits = {
	memory: 2_000,
	room: 1,
	file: 0,
	processor: 120,
	time: 120_000,
	output: 2 * most.bytes,
};

/** A4 upright, of pages whose size is not known, in points. */
const usual = [595, 842] as const;

/** Each paper's number of pages, or 0 where they cannot all be copied; 3: with warnings, of what was damaged. */
const counts = `
	for paper in "$@"; do
		count=$(qpdf --show-npages "$paper" 2> /dev/null)
		qpdf --empty --pages "$paper" 1-z -- /dev/null > /dev/null 2>&1
		case $? in 0 | 3) echo "$count" ;; *) echo 0 ;; esac
	done
`;

interface BinderPorts {
	readonly sandbox: Sandbox;
	/** what a pack has besides its papers, beside the loop. @throws DataError `too-busy`, `work-failed` */
	readonly draw: (pack: PackToDraw) => Promise<DrawnSheets>;
	/** what lies over the pages of a copy, a PDF. @throws DataError the same */
	readonly drawCopy: (copy: CopyToDraw) => Promise<Uint8Array>;
	/** what is bound lies below it until it was sent */
	readonly dataDir: string;
	readonly log: Pick<Logger, 'warn'>;
}

/** A pack that was bound; whoever has sent it removes it. */
export interface BoundPack {
	readonly path: string;
	/** with all that it was made of. Idempotent. */
	remove(): Promise<void>;
}

const folderOf = (dataDir: string) => path.join(dataDir, 'packs');

/** At the start: what an earlier process bound, nobody fetches any more. */
export const emptyPacks = (dataDir: string): Promise<void> => rm(folderOf(dataDir), { recursive: true, force: true });

/** Binds papers to one PDF. Strangers' files are opened in the sandbox alone, by qpdf, which does not hold their pages in memory. */
export class Binder {
	readonly #ports: BinderPorts;
	readonly #turns = new Slots(atOnce);
	#underWay = 0;

	constructor(ports: BinderPorts) {
		this.#ports = ports;
	}

	/** @throws DataError `too-busy`, `work-failed`, `packs-unavailable` (no sandbox or no qpdf on this host), `closing` */
	bind(pack: Pack): Promise<BoundPack> {
		return this.#inFolder((folder) => this.#bindIn(folder, pack));
	}

	/**
	 * One paper with what is drawn over its pages burned in. Signatures and forms become what is seen of them: they would be broken.
	 * @throws DataError as `bind`
	 */
	copy(paper: PaperCopy): Promise<BoundPack> {
		return this.#inFolder((folder) => this.#copyIn(folder, paper));
	}

	async #inFolder(make: (folder: string) => Promise<string>): Promise<BoundPack> {
		const { sandbox, dataDir } = this.#ports;
		if (!sandbox.isolates || !existsSync(qpdf)) throw new DataError('packs-unavailable', '');
		if (this.#underWay >= atOnce + mostWaiting) throw new DataError('too-busy', 'pack');
		this.#underWay += 1;
		try {
			return await this.#turns.run(async () => {
				await mkdir(folderOf(dataDir), { recursive: true });
				const folder = await mkdtemp(path.join(folderOf(dataDir), 'p-'));
				const remove = () => rm(folder, { recursive: true, force: true });
				try {
					return { path: await make(folder), remove };
				} catch (error) {
					await remove();
					throw error;
				}
			});
		} finally {
			this.#underWay -= 1;
		}
	}

	async #bindIn(folder: string, pack: Pack): Promise<string> {
		const { papers, words, ...rest } = pack;
		const found = await this.#count(papers);
		let sheets = 1 + papers.length;
		let bytes = 0;
		const chosen = papers.map((paper, at) => {
			const count = found[at] ?? 0;
			bytes += paper.size;
			const fits = bytes <= most.bytes && sheets + count <= most.sheets;
			const sizes = Array.from({ length: count }, (_, page) => paper.sizes[page] ?? usual);
			if (count > 0 && fits) sheets += count;
			return {
				paper,
				sizes: count > 0 && fits ? sizes : undefined,
				missing: count === 0 ? words.unreadable : words.tooLarge,
			};
		});
		const toDraw: PackToDraw = {
			...rest,
			contents: words.contents,
			papers: chosen.map(({ paper: { item, title, label, address, mark }, sizes, missing }) => ({
				...{ item, title, label, address, mark, sizes },
				missing: sizes ? '' : missing,
			})),
		};
		const drawn = await this.#ports.draw(toDraw);
		const [covers, over, bound] = ['covers.pdf', 'over.pdf', 'bound.pdf'].map((name) => path.join(folder, name)) as [
			...[string, string, string],
		];
		await Promise.all([writeFile(covers, drawn.covers), writeFile(over, drawn.over)]);
		const parts = chosen.flatMap(({ sizes }, at) => [
			...['/in/covers.pdf', String(at + 2)],
			...(sizes ? [inside(papers, at), `1-${sizes.length}`] : []),
		]);
		const command = [
			...[qpdf, '/in/covers.pdf', '--pages', '/in/covers.pdf', '1', ...parts, '--'],
			...['--overlay', '/in/over.pdf', '--', '--object-streams=generate', '-'],
		] as [string, ...string[]];
		return this.#run(command, { ...reads(papers), [covers]: '/in/covers.pdf', [over]: '/in/over.pdf' }, bound);
	}

	async #copyIn(folder: string, paper: PaperCopy): Promise<string> {
		const [count = 0] = await this.#count([paper]);
		if (count === 0 || count > most.sheets) throw new DataError('work-failed', 'copy');
		const sizes = Array.from({ length: count }, (_, page) => paper.sizes[page] ?? usual);
		const { mark, heading } = paper;
		const drawn = await this.#ports.drawCopy({ sizes, mark, heading });
		const [over, bound] = [path.join(folder, 'over.pdf'), path.join(folder, 'bound.pdf')];
		await writeFile(over, drawn);
		const told = ['--flatten-annotations=all', '--overlay', '/in/over.pdf', '--', '--object-streams=generate', '-'];
		return this.#run([qpdf, inside([paper], 0), ...told], { ...reads([paper]), [over]: '/in/over.pdf' }, bound);
	}

	/** What the program writes to its standard output goes into that file. @returns its path */
	async #run(command: Job['command'], reads: Job['reads'], into: string): Promise<string> {
		const { output, ended, kill } = this.#ports.sandbox.start({ command, reads, limits });
		try {
			await pipeline(output, createWriteStream(into));
			await this.#requireWell(ended);
			return into;
		} finally {
			kill();
		}
	}

	/** How many pages each has, as they can be copied; 0: nobody can read it. */
	async #count(papers: readonly Pick<PackedPaper, 'path'>[]): Promise<readonly number[]> {
		if (papers.length === 0) return [];
		const { output, ended, kill } = this.#ports.sandbox.start({
			command: ['/bin/sh', '-c', counts, 'sh', ...papers.map((_, at) => inside(papers, at))],
			reads: reads(papers),
			limits,
		});
		try {
			const said = await text(output);
			await this.#requireWell(ended);
			return said.split('\n').map((line) => (/^\d{1,6}$/.test(line) ? Number(line) : 0));
		} finally {
			kill();
		}
	}

	async #requireWell(ended: Promise<number | NodeJS.Signals | Error>): Promise<void> {
		const { sandbox, log } = this.#ports;
		const exit = await ended;
		sandbox.requireOpen();
		if (exit === 0 || exit === 3) return;
		log.warn({ err: exit }, 'papers could not be bound to a pack');
		throw new DataError('work-failed', 'pack');
	}
}

/** The same file may be in a pack twice: it is there once. */
const inside = (papers: readonly Pick<PackedPaper, 'path'>[], at: number) =>
	`/in/${papers.findIndex(({ path: each }) => each === papers[at]?.path)}.pdf`;

const reads = (papers: readonly Pick<PackedPaper, 'path'>[]): Record<string, string> =>
	Object.fromEntries(papers.map((paper, at) => [paper.path, inside(papers, at)]));
