import { nameAsPdf } from '#db/documents/documents.ts';
import { isOpened, sizesIn, textsFrom } from '#db/documents/paper-contents.ts';
import { wordsIn } from '#db/documents/page-ocr.ts';
import { fileResponse, partsResponse } from '#lib/server/file-response.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { readerOf } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { wordsAtOnce } from '#meeting/words-on-page.ts';
import { reaches } from '#meeting/paper-rights.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestEvent } from './$types.js';

/** Pages whose texts are told by one answer: some milliseconds of the loop. */
const textsAtOnce = 200;

const pageSchema = v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number));

/** From the first to the last, some at a time. */
const pagesSchema = v.pipe(
	v.string(),
	v.regex(/^\d{1,6}-\d{1,6}$/),
	v.transform((text) => text.split('-').map(Number) as [first: number, last: number]),
	v.check(([first, last]) => last - first < wordsAtOnce),
);

/**
 * The bytes of one version of a paper, with `?parts` several parts of them (app/contract/paper-parts.ts), with `?sizes` the sizes of its pages (`PageSize[]`, empty: not known), or with `?texts=N` their
 * texts from page N on (`SearchedPage[]`, some at a time; empty: no more), or with `?words=N-M` where the words stand in those of these pages
 * that are pictures (`PageWords[]`, `wordsAtOnce` pages at most), for those who may read it; 425: it was not opened for them yet. Opened in a tab of its own, where the browser saves and prints it, it is for those alone who may have the file.
 */
export const GET = accountLoad('read-paper', async ({ db, session }, { params, request, url }: RequestEvent) => {
	const { paper, level } = await requireReadablePaper(db, session, params.versionId);
	const texts = v.safeParse(pageSchema, url.searchParams.get('texts'));
	// Whoever keeps the paper for reading without a network asks again, and does not keep that there is nothing.
	if ((texts.success || url.searchParams.has('sizes')) && !isOpened(db, paper.sha256))
		return new Response(null, { status: 425 });
	if (url.searchParams.has('sizes')) return Response.json(sizesIn(db, paper.sha256));
	if (url.searchParams.has('words')) {
		const pages = v.safeParse(pagesSchema, url.searchParams.get('words'));
		if (!pages.success) return new Response(null, { status: 400 });
		return Response.json(wordsIn(db, paper.sha256, ...pages.output));
	}
	if (texts.success) return Response.json(textsFrom(db, paper.sha256, texts.output, textsAtOnce));
	const parts = url.searchParams.get('parts');
	if (parts !== null) return partsResponse(paper, parts);
	const isPage = (request.headers.get('sec-fetch-dest') ?? 'empty') !== 'empty';
	if (isPage && !reaches(level, 'download')) error(403, 'paper-not-for-download');
	// Its beginning: the others of a hundred ranges say nothing new.
	if (/^(?:bytes=0-|$)/.test(request.headers.get('range') ?? ''))
		services().receipts.opened(readerOf(session), paper.id);
	return fileResponse({ ...paper, fileName: nameAsPdf(paper.fileName) }, request.headers);
});
