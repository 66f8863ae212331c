import { endServing, listServed, serveUnit } from '#db/nodes/node-units.ts';
import { editNode, listNodes, renewToken, requireNode, revokeNode, setDraining } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { day, dayOrNull, id, idOrNull, text, wholeOrNull } from '#lib/admin/form-fields.server.ts';
import { accountAction } from '#lib/server/act.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { accountLoad, type GuardedActions } from '#lib/server/guard.ts';
import { services } from '#live/services.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', async ({ db, today }, { params, depends }: PageServerLoadEvent) => {
	depends('admin:nodes');
	const node = await orErrorPage(() => requireNode(db, params.id, today));
	const state = (await services().nodes.states()).get(node.id) ?? null;
	const others = listNodes(db, today)
		.filter(({ id: other, revokedAt }) => other !== node.id && (revokedAt === null || other === node.parentId))
		.map(({ id: other, title }) => ({ id: other, title }));
	return { node: { ...node, state }, others, served: listServed(db, node.id, today), today };
});

/** What is the same of all deeds here: no meeting's plan names a media node. */
const ofNodes = { leavesPlans: true, changesNodes: true } as const;

export const actions = {
	edit: accountAction(
		'administer',
		v.object({
			...{ id, title: text, unitId: idOrNull, parentId: idOrNull },
			...{ capacity: wholeOrNull, upKbps: wholeOrNull, downKbps: wholeOrNull },
		}),
		({ db }, { id: nodeId, ...form }) => {
			editNode(db, nodeId, form);
			return { ...ofNodes, action: 'edit-media-node', subject: nodeId, detail: form };
		},
	),
	serve: accountAction(
		'administer',
		v.object({ id, unitId: id, validFrom: day, validTo: dayOrNull }),
		({ db }, { id: nodeId, ...form }) => {
			serveUnit(db, { nodeId, ...form });
			return { ...ofNodes, action: 'serve-unit', subject: nodeId, detail: form };
		},
	),
	endServing: accountAction(
		'administer',
		v.object({ id, unitId: id, validFrom: day, validTo: day }),
		({ db }, { id: nodeId, ...form }) => {
			endServing(db, { nodeId, ...form });
			return { ...ofNodes, action: 'end-serving-unit', subject: nodeId, detail: form };
		},
	),
	drain: accountAction('administer', v.object({ id }), ({ db, now }, { id: nodeId }) => {
		setDraining(db, nodeId, now);
		return { ...ofNodes, action: 'drain-media-node', subject: nodeId, detail: {} };
	}),
	undrain: accountAction('administer', v.object({ id }), ({ db }, { id: nodeId }) => {
		setDraining(db, nodeId, null);
		return { ...ofNodes, action: 'undrain-media-node', subject: nodeId, detail: {} };
	}),
	/** Another token, shown once; whoever came in by the former one goes. */
	renew: accountAction('administer', v.object({ id }), ({ db }, { id: nodeId }) => {
		const { token, tokenHash } = createNodeToken(nodeId);
		renewToken(db, nodeId, tokenHash);
		const answer = { id: nodeId, token };
		return { ...ofNodes, action: 'renew-media-node-token', subject: nodeId, detail: {}, sendsAway: nodeId, answer };
	}),
	revoke: accountAction('administer', v.object({ id }), ({ db, now }, { id: nodeId }) => {
		revokeNode(db, nodeId, now);
		return { ...ofNodes, action: 'revoke-media-node', subject: nodeId, detail: {}, sendsAway: nodeId };
	}),
} satisfies GuardedActions;
