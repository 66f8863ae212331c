import { watchedMeetings } from '#lib/ops/access.server.ts';
import { requireSession } from '#lib/server/current.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals }) => watchedMeetings(requireSession(locals));
