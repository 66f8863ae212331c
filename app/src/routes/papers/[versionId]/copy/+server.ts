import { sizesIn } from '#db/documents/paper-contents.ts';
import { nameAsPdf } from '#db/documents/documents.ts';
import { formatDayTime } from '#lib/i18n/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import { orErrorPage } from '#lib/server/current.ts';
import { encodeName, policyOf } from '#lib/server/file-response.ts';
import { accountLoad, readInTurns } from '#lib/server/guard.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { readerOf } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { reaches } from '#meeting/paper-rights.ts';
import { error } from '@sveltejs/kit';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { RequestEvent } from './$types.js';

/**
 * One version of a paper as it is printed: over each page that it is a copy for reading, and over those of what is not public whose it
 * is. For who may print it; the file itself is for who may have it.
 */
export const GET = accountLoad('read-paper', async ({ db, session, now }, { params }: RequestEvent) => {
	const { paper, level } = await requireReadablePaper(db, session, params.versionId);
	if (!reaches(level, 'print')) error(403, 'paper-not-for-download');
	const { participants } = await readInTurns(db, paper.meetingId);
	const unit = participants.find(({ id }) => id === session.participantId)?.unitName ?? '';
	const mark = [session.name, unit, formatDayTime(now)].filter((part) => part !== '').join(' · ');
	const { path, size, label } = paper;
	const copy = {
		path,
		size,
		sizes: sizesIn(db, paper.sha256),
		heading: m.copy_heading(),
		mark: label === 'public' ? null : mark,
	};
	const bound = await orErrorPage(() => services().packs.copy(copy));
	services().receipts.opened(readerOf(session), paper.id);
	const file = createReadStream(bound.path).once('close', () => void bound.remove());
	return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, {
		headers: {
			'content-type': 'application/pdf',
			'content-length': String((await stat(bound.path)).size),
			'content-disposition': `inline; filename*=UTF-8''${encodeName(nameAsPdf(paper.fileName))}`,
			'content-security-policy': policyOf('application/pdf'),
			'cache-control': 'private, no-store',
			'x-content-type-options': 'nosniff',
		},
	});
});
