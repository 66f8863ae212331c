import { showingAnywhere, watchedMeetings } from '#lib/ops/access.server.ts';
import { shownLoad } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = shownLoad('see-operations', showingAnywhere, ({ session }, _: PageServerLoadEvent) =>
	watchedMeetings(session),
);
