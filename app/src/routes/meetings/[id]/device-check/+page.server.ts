import { requireParticipation } from '#lib/meeting/participation.server.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals, params }) => requireParticipation(locals, params.id);
