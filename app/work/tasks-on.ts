import type { Database } from '#db/client.ts';
import { countGrades, summariseLinks } from '#db/links/links.ts';
import { comparePapers, samePages } from '#db/documents/compare-papers.ts';
import type { CopyToDraw, DrawnSheets, PackToDraw } from '#db/documents/pack.ts';
import { searchOwn } from '#db/documents/search-own.ts';
import { searchPapers } from '#db/documents/search-papers.ts';
import { readImport } from '#db/org/read-import.ts';
import type { Minutes } from '#minutes/minutes.ts';
import { drawCopy, drawSheets } from './draw-sheets.ts';
import { renderMinutes, type JournalEnd } from '#minutes/render-minutes.ts';
import { renderRemarks, type GatheredRemarks } from '#minutes/render-remarks.ts';

/** What is done beside the loop, on a database that is asked for when a task needs it. */
export const tasksOn = (database: () => Database) => ({
	drawMinutes: ({ minutes, end }: { minutes: Minutes; end: JournalEnd | undefined }): Promise<Buffer> =>
		renderMinutes(minutes, end),
	drawRemarks: (gathered: GatheredRemarks): Promise<Buffer> => renderRemarks(gathered),
	/** What an import of a province would change, and what is written then. */
	planImport: (asked: Parameters<typeof readImport>[1]) => readImport(database(), asked),
	/** Where words stand in papers. */
	searchPapers: ({ files, words }: { files: readonly string[]; words: string }) =>
		searchPapers(database(), files, words),
	/** The same over all papers of somebody's meetings. */
	searchOwn: (asked: Parameters<typeof searchOwn>[1]) => searchOwn(database(), asked),
	/** What differs between two versions of a paper. */
	comparePapers: (asked: Parameters<typeof comparePapers>[1]) => comparePapers(database(), asked),
	/** Which pages of two versions of a paper are the same. */
	samePages: (asked: Parameters<typeof samePages>[1]) => samePages(database(), asked),
	/** What a pack of papers has besides them. */
	drawSheets: (pack: PackToDraw): Promise<DrawnSheets> => drawSheets(pack),
	/** What lies over the pages of a copy that is no original. */
	drawCopy: (copy: CopyToDraw): Promise<Uint8Array> => drawCopy(copy),
	/** How the links of a meeting did that is over. */
	addUpLinks: (meetingId: string) => ({
		grades: countGrades(database(), meetingId),
		summary: summariseLinks(database(), meetingId),
	}),
});
