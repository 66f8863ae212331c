import { filePath } from '#db/documents/file-store.ts';
import { labelName } from '#lib/dossier/access-name.ts';
import { formatDayTime } from '#lib/i18n/dates.ts';
import { numberedTitle } from '#lib/i18n/item-title.ts';
import { m } from '#lib/paraglide/messages.js';
import { encodeName } from '#lib/server/file-response.ts';
import { meetingLoad, readInTurns } from '#lib/server/guard.ts';
import { paperStanding, readerOf } from '#lib/server/paper-access.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { reaches } from '#meeting/paper-rights.ts';
import type { Pack, PackedPaper } from '#db/documents/pack.ts';
import { error } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/** For whom one is being drawn: nobody has several at once. */
const underWay = new Set<string>();

/** Those of the meeting's papers that whoever asks may have as files, as one PDF: in the order of the agenda. */
export const GET = meetingLoad('see-meeting', async ({ db, session, meeting, now }, { url }: RequestEvent) => {
	const { dataDir, work, receipts } = services();
	const reader = session.participantId;
	if (underWay.has(reader)) error(503, 'too-busy');
	underWay.add(reader);
	try {
		const dossier = await readInTurns(db, meeting.id);
		const standing = paperStanding({ ...meeting, agenda: dossier.agenda }, session, now);
		const may = dossier.documents.filter((document) => reaches(standing(document).now, 'download'));
		if (may.length === 0) error(404, 'not-found');
		const unit = dossier.participants.find(({ id }) => id === reader)?.unitName ?? '';
		const mark = [session.name, unit, formatDayTime(now)].filter((part) => part !== '').join(' · ');
		const itemIds: (string | null)[] = [...dossier.agenda.map(({ id }) => id), null];
		const papers = itemIds.flatMap((itemId) => {
			const item = dossier.agenda.find(({ id }) => id === itemId);
			return may
				.filter((document) => document.itemId === itemId)
				.map(({ title, label, current }): PackedPaper => ({
					path: filePath(dataDir, current.sha256),
					size: current.size,
					item: item ? numberedTitle(item) : m.papers_general(),
					title,
					label: labelName[label](),
					address: `${url.origin}/papers/${current.id}`,
					mark: label === 'public' ? null : mark,
				}));
		});
		const pack: Pack = {
			title: dossier.title,
			about: [formatDayTime(dossier.startsAt), m.pack_for({ name: session.name, at: formatDayTime(now) })],
			papers,
			words: { contents: m.pack_contents(), tooLarge: m.pack_too_large(), unreadable: m.pack_unreadable() },
		};
		const bytes = await orErrorPage(() => work.run<Uint8Array<ArrayBuffer>>('drawPack', pack));
		for (const { current } of may) receipts.opened(readerOf(session), current.id);
		return new Response(bytes, {
			headers: {
				'content-type': 'application/pdf',
				'content-disposition': `attachment; filename*=UTF-8''${encodeName(`${dossier.title}.pdf`)}`,
				'cache-control': 'private, no-store',
				'x-content-type-options': 'nosniff',
			},
		});
	} finally {
		underWay.delete(reader);
	}
});
