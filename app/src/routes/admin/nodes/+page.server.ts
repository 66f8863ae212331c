import { addNode, listNodes } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { idOrNull, text } from '#lib/admin/form-fields.server.ts';
import { accountAction } from '#lib/server/act.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { nodeAlarms } from '#live/media/node-alarms.ts';
import { services } from '#live/services.ts';
import { localNodeId } from '#sfu/link/local-node.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', async ({ db, today }, { depends }: PageServerLoadEvent) => {
	depends('admin:nodes');
	const states = await services().nodes.states();
	const nodes = listNodes(db, today).map((node) => ({ ...node, state: states.get(node.id) ?? null }));
	return { nodes, local: states.get(localNodeId) ?? null, alarms: nodeAlarms(states) };
});

/** What people write around a name when they copy it is none of it. */
const name = v.pipe(text, v.trim());

export const actions = {
	add: accountAction(
		'administer',
		v.object({ name, title: text, unitId: idOrNull }),
		({ db, now }, { name: id, ...form }) => {
			const { token, tokenHash } = createNodeToken(id);
			addNode(db, { id, tokenHash, ...form }, now);
			return {
				...{ action: 'add-media-node', subject: id, detail: form },
				...{ leavesPlans: true, changesNodes: true, answer: { id, token } },
			};
		},
	),
} satisfies GuardedActions;
