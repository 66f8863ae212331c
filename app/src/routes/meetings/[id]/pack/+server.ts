import { standingOf } from '#db/documents/paper-standing.ts';
import { sizesIn } from '#db/documents/paper-contents.ts';
import { filePath } from '#db/documents/file-store.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { labelName } from '#lib/dossier/access-name.ts';
import { formatDayTime } from '#lib/i18n/dates.ts';
import { numberedTitle } from '#lib/i18n/item-title.ts';
import { m } from '#lib/paraglide/messages.js';
import { encodeName } from '#lib/server/file-response.ts';
import { meetingLoad, readInTurns } from '#lib/server/guard.ts';
import { paperStanding, readerOf } from '#lib/server/paper-access.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { mayIn } from '#lib/server/standing.ts';
import { services } from '#live/services.ts';
import { reaches } from '#meeting/paper-rights.ts';
import type { PackedPaper } from '#db/documents/pack.ts';
import { error } from '@sveltejs/kit';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { RequestEvent } from './$types.js';

/** By whom one is being asked for: nobody has several at once. */
const underWay = new Set<string>();

/**
 * The meeting's papers as one PDF, in the order of the agenda: those that whoever asks may have as files; or for the day when tablets
 * fail, asked for by who handles the papers, those that the person in `?for=` may read, with that person's name over the pages.
 */
export const GET = meetingLoad('see-meeting', async ({ db, session, meeting, now }, { url }: RequestEvent) => {
	const { dataDir, packs, receipts, log } = services();
	const asks = session.participantId;
	const reader = url.searchParams.get('for') ?? asks;
	const isOwn = reader === asks;
	if (!isOwn && !mayIn(session, meeting, 'handle-papers')) error(403, 'not-allowed');
	if (underWay.has(asks)) error(503, 'too-busy');
	underWay.add(asks);
	try {
		const dossier = await readInTurns(db, meeting.id);
		const theirs = isOwn ? meeting : requireStanding(db, { meetingId: meeting.id, participantId: reader });
		const whole = { ...theirs, agenda: dossier.agenda };
		const { name = session.name, unitName: unit = '' } = dossier.participants.find(({ id }) => id === reader) ?? {};
		if (!isOwn && !dossier.participants.some(({ id }) => id === reader)) error(404, 'not-found');
		const standing = isOwn
			? paperStanding(whole, session, now)
			: standingOf(db, whole, { participantId: reader, isHandler: false, now });
		const may = dossier.documents.filter((document) => reaches(standing(document).now, isOwn ? 'download' : 'read'));
		if (may.length === 0) error(404, 'not-found');
		const mark = [name, unit, formatDayTime(now)].filter((part) => part !== '').join(' · ');
		const itemIds: (string | null)[] = [...dossier.agenda.map(({ id }) => id), null];
		const papers = itemIds.flatMap((itemId) => {
			const item = dossier.agenda.find(({ id }) => id === itemId);
			return may
				.filter((document) => document.itemId === itemId)
				.map(({ title, label, current }): PackedPaper => ({
					path: filePath(dataDir, current.sha256),
					size: current.size,
					sizes: sizesIn(db, current.sha256),
					item: item ? numberedTitle(item) : m.papers_general(),
					title,
					label: labelName[label](),
					address: `${url.origin}/papers/${current.id}`,
					mark: label === 'public' ? null : mark,
				}));
		});
		const pack = {
			title: dossier.title,
			about: [formatDayTime(dossier.startsAt), m.pack_for({ name, at: formatDayTime(now) })],
			papers,
			words: { contents: m.pack_contents(), tooLarge: m.pack_too_large(), unreadable: m.pack_unreadable() },
		};
		const bound = await orErrorPage(() => packs.bind(pack));
		const { size } = await stat(bound.path);
		if (isOwn) for (const { current } of may) receipts.opened(readerOf(session), current.id);
		else
			log.info({ meetingId: meeting.id, by: asks, for: reader, papers: may.length }, 'papers bound for another person');
		const file = createReadStream(bound.path).once('close', () => void bound.remove());
		const of = isOwn ? dossier.title : `${name} - ${dossier.title}`;
		return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, {
			headers: {
				'content-type': 'application/pdf',
				'content-length': String(size),
				'content-disposition': `attachment; filename*=UTF-8''${encodeName(`${of}.pdf`)}`,
				'cache-control': 'private, no-store',
				'x-content-type-options': 'nosniff',
			},
		});
	} finally {
		underWay.delete(asks);
	}
});
