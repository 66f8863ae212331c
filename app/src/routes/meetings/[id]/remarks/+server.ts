import { docx } from '#db/documents/file-type.ts';
import { listRemarks } from '#db/meetings/remarks.ts';
import { gatherRemarks } from '#lib/dossier/gather-remarks.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { encodeName, policyOf } from '#lib/server/file-response.ts';
import { meetingLoad, readInTurns } from '#lib/server/guard.ts';
import { services } from '#live/services.ts';
import type { GatheredRemarks } from '#minutes/render-remarks.ts';

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly id: string };
	getClientAddress(): string;
}

/** What participants have written before the meeting, by item, as a DOCX for who gathers it. */
export const GET = meetingLoad('gather-remarks', async ({ db, meeting }, event: Asked) => {
	const { agenda, participants } = await readInTurns(db, meeting.id);
	const gathered = gatherRemarks(agenda, listRemarks(db, meeting.id));
	const people = new Map(participants.map((each) => [each.id, each]));
	const asked: GatheredRemarks = {
		title: meeting.title,
		startsAt: meeting.startsAt,
		items: gathered.map(({ item, remarks }) => ({
			heading: item ? `Mục ${item.number}. ${item.title}` : 'Góp ý chung',
			remarks: remarks.map(({ authorId, paper, text, sentAt, handled }) => {
				const { name = 'Người đã rời danh sách họp', position = '', unitName = '' } = people.get(authorId) ?? {};
				const page = paper?.page == null ? '' : `, trang ${paper.page}`;
				return {
					author: [name, position, unitName].filter((part) => part !== '').join(', '),
					on: paper ? `“${paper.title}” (phiên bản ${paper.number})${page}` : '',
					text,
					sentAt,
					answer: handled?.answer ?? null,
				};
			}),
		})),
	};
	const bytes = await services().work.run<Uint8Array>('drawRemarks', asked);
	recordDeed(event, { action: 'fetch-remarks', subject: meeting.id, detail: {} });
	const name = encodeName(`Góp ý - ${meeting.title.replace(/[\u0000-\u001f\\/:*?"<>|]/g, '-').slice(0, 120)}.docx`);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': docx,
			'content-security-policy': policyOf(docx),
			'content-disposition': `attachment; filename="gop-y.docx"; filename*=UTF-8''${name}`,
		},
	});
});
