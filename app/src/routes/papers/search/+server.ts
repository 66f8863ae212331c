import type { OwnFound } from '#db/documents/search-own.ts';
import { refusalCode, refusalStatus } from '#lib/server/current.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { services } from '#live/services.ts';
import type { RequestEvent } from './$types.js';

/** Where `?q=` stands in the papers of all meetings of whoever asks, those that they may read; by a thread beside the loop. */
export const GET = accountLoad('see-own-meetings', async ({ session, now }, { url }: RequestEvent) => {
	const words = url.searchParams.get('q') ?? '';
	try {
		const asked = { participantId: session.participantId, words, now };
		return Response.json(await services().work.run<readonly OwnFound[]>('searchOwn', asked));
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return Response.json({ code }, { status: refusalStatus(code) });
	}
});
