import { readParts } from '#contract/paper-parts.ts';
import type { Route } from '@playwright/test';

/** Answers a request for a paper's bytes with those of another one. */
export async function answerPaper(route: Route, bytes: Buffer): Promise<void> {
	const url = new URL(route.request().url());
	const parts = readParts(url.searchParams.get('parts') ?? '', bytes.length);
	if (parts) return route.fulfill({ body: Buffer.concat(parts.map(([begin, end]) => bytes.subarray(begin, end))) });
	const [, from = '', to = ''] = /(\d+)-(\d+)/.exec(route.request().headers()['range'] ?? '') ?? [];
	const body = bytes.subarray(Number(from), Number(to) + 1);
	const range = `bytes ${from}-${Number(from) + body.length - 1}/${bytes.length}`;
	return route.fulfill({ status: 206, headers: { 'content-range': range }, body });
}
